#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/api.h"
#include "core/result.h"
#include "core/secret.h"

namespace roadcase::cli {

/// Names for `token --format`.
const std::vector<std::string>& token_formats();

/// The token as `format` wants it, with its last line end. `rejected` for a token with control characters,
/// which no format but json can carry.
Result<Secret> format_token(const Token& token, std::string_view format);

/// "TWITCH_BOT" for "twitch/bot": what the env format begins its names with.
std::string env_prefix(std::string_view account);
/// A value as a POSIX shell reads it back; quoted only where it must be.
std::string shell_quoted(std::string_view value);
/// Between the double quotes of a curl config file.
std::string curl_quoted(std::string_view value);

}  // namespace roadcase::cli
