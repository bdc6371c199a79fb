#pragma once

#include <string>

#include "roadcase/client.h"

namespace roadcase::detail {

/// The token of an answer, or the error that it tells. What is not Roadcase's is `unreachable`.
access_token token_of(int status, const std::string& body);

}  // namespace roadcase::detail
