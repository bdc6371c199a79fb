#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <variant>

namespace roadcase::tools {

/// Why a text was not read: "line 7: …".
struct YamlError {
    std::string message;
};

/// Reads the part of YAML 1.2 that docs/openapi.yaml is written in, and refuses the rest, so that whatever is
/// read means the same to every YAML reader (the contract tests compare):
///
/// - block mappings and sequences, indented by any number of blanks; a mapping may begin behind "- "
/// - plain scalars on one line: null, true, false, whole numbers, numbers with a point, else text
/// - "double quoted" with the escapes of JSON, 'single quoted'
/// - block texts: | keeps line ends, > folds them; >- and |- drop the last one
/// - [flow, sequences] and {flow: mappings} on one line
/// - comments
///
/// Not: anchors, aliases, tags, several documents, plain text over several lines, tabs, keys that stand
/// twice.
std::variant<nlohmann::ordered_json, YamlError> read_yaml(std::string_view text);

}  // namespace roadcase::tools
