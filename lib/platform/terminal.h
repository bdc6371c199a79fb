#pragma once

#include <string>

#include "core/result.h"
#include "core/secret.h"

namespace roadcase::platform {

/// Asks on the controlling terminal and reads one line without showing it. An Error of kind `unavailable`
/// when this process has none.
Result<Secret> ask_without_echo(const std::string& prompt);

/// How many characters fit in a line of the terminal behind `descriptor`; 0 when it is none.
int columns_of(int descriptor);

}  // namespace roadcase::platform
