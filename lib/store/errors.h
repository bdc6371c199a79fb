#pragma once

#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/error.h"

namespace roadcase::store {

/// Something in `file` cannot be trusted any more. `what` names it: "account acc_x cannot be read".
Error damaged(const std::string& file, const std::string& what, const std::string& why);
/// E406. `reason`: "disk full"; `message` is the system's or SQLite's.
Error not_writable(const std::string& file, const std::string& reason, const std::string& message);
/// The lease of another process on an account's refresh token still lasts (code "held").
Error held(seconds left);
/// What SQLite's extended result code means for the person: no space or no right to write (E406), damage, or
/// another program in the way. `message` is SQLite's own and never holds a value of a row.
Error sqlite_failure(const std::string& file, int extended_code, std::string_view message);

}  // namespace roadcase::store
