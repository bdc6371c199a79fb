#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/secret.h"

namespace roadcase::handout {

struct EnvLine {
    std::string name;
    Secret value;
    int line = 0;
};

/// A .env file: NAME=VALUE, perhaps with `export` in front, perhaps quoted with ' or ". In double quotes a
/// backslash takes the next character as it is, but for n, a line end. Blank lines and comments are left out,
/// nothing is expanded. invalid_request names the line that is none, never what stands in it; so does one
/// that names something twice.
Result<std::vector<EnvLine>> read_env_lines(std::string_view text);

}  // namespace roadcase::handout
