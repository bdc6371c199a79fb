#pragma once

#include "roadcase/client.h"

namespace roadcase::detail {

/// Fills what is empty from the environment, as the program itself finds its files. Throws `unreachable` when
/// there is no place at all.
client_options completed(client_options options);

/// host and port of an http address on this computer. Throws `unreachable` for any other: a key is sent
/// there.
struct address {
    std::string host;
    int port = 80;
};
address loopback_address(const std::string& url);

}  // namespace roadcase::detail
