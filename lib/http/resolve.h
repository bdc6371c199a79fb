#pragma once

#include <sys/socket.h>

#include <string>
#include <vector>

#include "core/result.h"
#include "http/deadline.h"
#include "http/url.h"

namespace roadcase::http {

struct Address {
    sockaddr_storage storage{};
    socklen_t size = 0;
};

/// The addresses of a URL's host, best first, at most eight. "localhost" is this computer in both families
/// and is never looked up (RFC 6761 §6.3). A lookup that outlives the deadline is left behind.
Result<std::vector<Address>> resolve(const Url& url, const Deadline& deadline);

}  // namespace roadcase::http
