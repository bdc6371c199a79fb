#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace roadcase::cli {

struct DotenvLine {
    std::string name;
    std::string value;  ///< unquoted; nothing in it was expanded
    std::size_t line = 0;
};

/// Reads a .env file: NAME=value, `export ` in front or not; blank lines and # comments. 'single' quotes keep
/// everything, "double" quotes know \n \t \" \\ \$, without quotes a blank and # begin a comment. $NAME stays
/// as it is. The Error names `file` and line and repeats no value.
Result<std::vector<DotenvLine>> parse_dotenv(std::string_view text, const std::string& file);

/// [A-Za-z_][A-Za-z0-9_]*
bool is_variable_name(std::string_view text);

}  // namespace roadcase::cli
