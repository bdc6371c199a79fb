#pragma once

#include <span>
#include <string_view>

#include "core/result.h"
#include "core/secret.h"
#include "handout/material.h"

namespace roadcase::handout {

/// Of `token --format` and `format=` of the API: one word each for a pipe or a script.
/// plain json header headers curl irc env git
std::span<const std::string_view> token_formats();

/// Of files that are kept fresh, each as the tool of that name reads it.
/// plain json raw dotenv twurple twitchio pytwitchapi spotipy twitch-cli google-auth
std::span<const std::string_view> file_formats();

/// The whole text, with its last line end, in a format of either list. `json` is the answer of a token
/// endpoint (RFC 6749 §5.1) with `expires_at` in Unix seconds beside it, as OAuth libraries store it. Where a
/// format has a refresh token, that field holds the handle; without one it is null or left out.
/// invalid_request: no such format, or one that needs what this account does not have (a person, an end).
/// `rejected`: a token with control characters, which only the JSON formats can carry.
Result<Secret> format_token(const Material& material, std::string_view format);

/// Its tool may be told where to refresh, so a handle is of use in it.
bool takes_handle(std::string_view format);
/// Its tool does not start without something to refresh with.
bool needs_handle(std::string_view format);

}  // namespace roadcase::handout
