#pragma once

#include <vector>

#include "core/toml.h"
#include "practice/dialect.h"

namespace roadcase::test {

/// Names and texts of a table, in its order.
Result<practice::Pairs> read_pairs(const TomlTable* table);
/// [errors.NAME] with status and body; NAME is the standard's, "any" stands for all others.
Status read_errors(const TomlTable* table, practice::Errors& errors);
/// [[door]] … in place of the standard's doors. `for` names one purpose or several that share the rest; what
/// is not said is as the standard has it for that purpose.
Status read_doors(const std::vector<const TomlTable*>& tables, std::vector<practice::Door>& doors);

}  // namespace roadcase::test
