#pragma once

#include <string_view>

namespace roadcase {

/// A named moment of a walk that must survive being cut there: "renewal.journaled", "migration.copied". Does
/// nothing in the product. The program of the crash tests brings its own definition, which ends the process
/// at the moment it was told; the linker then takes that one.
void reached(std::string_view milestone);

}  // namespace roadcase
