#pragma once

#include <optional>
#include <string>

#include "dashboard/world.h"

namespace roadcase::dashboard {

/// "Keep a file fresh" as it was sent, when that did not work.
struct FileAttempt {
    std::string path;
    std::string account;
    std::string format;
    std::optional<Error> problem;
};

/// The page of scripts. May look at every linked file, so it needs request.may_block.
server::Response scripts_page(World& world, const server::Request& request, const FileAttempt& attempt);

/// What its buttons do with keys, and with files.
void add_key_routes(server::Router& router, World& world);
void add_file_routes(server::Router& router, World& world);

}  // namespace roadcase::dashboard
