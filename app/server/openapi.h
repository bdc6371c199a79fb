#pragma once

#include <string_view>

namespace roadcase::server {

/// docs/openapi.yaml as JSON, part of the program.
std::string_view openapi_document();

}  // namespace roadcase::server
