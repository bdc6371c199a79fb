#pragma once

#include "core/json.h"
#include "handout/material.h"

namespace roadcase::handout {

// How the tools' files look. Each was read in the tool's own code, which is named where it is not obvious.

/// A token endpoint's answer, as oauthlib and Authlib store it.
Result<OrderedJson> rfc6749_json(const Material& material);
/// The six fields of Glimesh's token endpoint, as its bots keep them in a file.
Result<OrderedJson> raw_json(const Material& material);
/// AccessToken of @twurple/auth.
Result<OrderedJson> twurple_json(const Material& material);
/// .tio.tokens.json of TwitchIO 3: one entry per user.
Result<OrderedJson> twitchio_json(const Material& material);
/// user_token.json of pyTwitchAPI's UserAuthenticationStorageHelper.
Result<OrderedJson> pytwitchapi_json(const Material& material);
/// token_info of spotipy's CacheFileHandler.
Result<OrderedJson> spotipy_json(const Material& material);
/// Credentials.from_authorized_user_file of google-auth.
Result<OrderedJson> google_auth_json(const Material& material);

Result<std::string> dotenv_text(const Material& material);
/// .twitch-cli.env of twitch-cli, as its viper writes it.
Result<std::string> twitch_cli_text(const Material& material);

}  // namespace roadcase::handout
