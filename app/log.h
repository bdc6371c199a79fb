#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "platform/paths.h"

namespace spdlog {
class formatter;
}

namespace roadcase {

enum class LogFormat {
    text,     ///< 2026-11-20T23:14:05Z info what happened
    journal,  ///< <6>what happened: journald keeps time and level itself (sd-daemon(3))
    json,     ///< {"time":"…","level":"info","message":"…"}
};

/// What log.format means here. "auto" is `journal` when standard error is the very stream that JOURNAL_STREAM
/// names ("DEVICE:INODE"), else `text`.
LogFormat log_format_of(std::string_view wish, const platform::Environment& env, int standard_error);

/// Exactly one line per message, whatever it holds: control characters and broken UTF-8 come escaped.
std::unique_ptr<spdlog::formatter> make_log_formatter(LogFormat format);

/// Makes standard error the log, or changes it. A log that cannot be written fails nothing.
void set_up_log(const std::string& level, LogFormat format);

}  // namespace roadcase
