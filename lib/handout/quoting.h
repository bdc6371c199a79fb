#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace roadcase::handout {

/// "TWITCH_BOT" for "twitch/bot": what names of environment variables begin with.
std::string env_prefix(std::string_view account);
/// A value as a POSIX shell reads it back; quoted only where it must be.
std::string shell_quoted(std::string_view value);
/// A value as every reader of .env files takes it back unchanged; nothing when there is no such way.
std::optional<std::string> dotenv_quoted(std::string_view value);
/// A value as PowerShell reads it back, in its single quotes.
std::string powershell_quoted(std::string_view value);
/// Between the double quotes of a curl config file.
std::string curl_quoted(std::string_view value);

}  // namespace roadcase::handout
