#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "practice/grants.h"

namespace roadcase::practice {

/// Grants as the text of the state file.
std::string write_grants(const std::deque<Grant>& grants);
/// Empty for a text that is no such file, whole or in part.
std::deque<Grant> read_grants(std::string_view text);

}  // namespace roadcase::practice
