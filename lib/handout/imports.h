#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/secret.h"

namespace roadcase::handout {

/// A login as another program kept it.
struct Login {
    Secret refresh_token;
    Secret access_token;              ///< may be empty
    std::string client_id;            ///< empty: the file does not say
    Secret client_secret;             ///< may be empty
    std::vector<std::string> scopes;  ///< empty: the file does not say
    std::string subject;  ///< what it is called in a file of several: a user id, a prefix; may be empty
};

struct Imported {
    std::string format;         ///< one of import_formats()
    std::vector<Login> logins;  ///< at least one
};

/// twitch-cli twurple twitchio pytwitchapi spotipy dotenv raw json
std::span<const std::string_view> import_formats();

/// Reads the file of another program, of `format` or, with "auto", of the format that it looks like. It is
/// hostile: at most 64 KiB and 32 logins; JSON and NAME=VALUE lines are read strictly, tokens are printable
/// ASCII of at most 8 KiB, and nothing that is not asked for is looked at. invalid_request says what is
/// wrong, where, and never a value.
Result<Imported> read_import(std::string_view text, std::string_view format);

}  // namespace roadcase::handout
