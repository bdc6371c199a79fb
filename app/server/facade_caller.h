#pragma once

#include <optional>
#include <string>

#include "accounts/handle_tokens.h"
#include "server/oauth_answers.h"
#include "server/routes_api.h"

namespace roadcase::server {

/// What the facade's routes work with, in one dialect.
struct Facade {
    ApiWorld api;
    accounts::HandleTokens& tokens;
    OAuthAnswers::Dialect dialect;
    OAuthAnswers answers;
};

/// Who asks the facade, and about what.
///
/// The form; with Twitch's dialect what stands in the query, too, because Twitch's libraries put it there. A
/// parameter that stands twice is invalid_request (RFC 6749 §3.2).
Result<http::Params> params_of(const Facade& facade, const Request& request);
/// A client may name itself as it likes, for it is not known here; a Basic header must be one.
bool has_sound_client(const Request& request);
/// The token of "Authorization: Bearer …" or "OAuth …"; empty without.
Secret access_token_in(const Request& request);

/// The handle, counted as used; of the account in the path, where there is one. Unknown and of another
/// account are the same unauthorized_key.
Result<store::HandleRecord> handle_for(const Facade& facade, const Secret& presented,
                                       const PathValues& values);
bool is_of_path(const Facade& facade, const store::HandleRecord& handle, const PathValues& values);

Result<store::AccountRecord> by_id(const Facade& facade, const std::string& account_id);
/// The account's token as it is, not ended; never the network.
std::optional<accounts::Token> current_token(const Facade& facade, const std::string& account_id);
/// The token that this is: of the account in the path, or of any account without one.
std::optional<accounts::Token> token_like(const Facade& facade, const Secret& presented,
                                          const PathValues& values);

/// RFC 7662 §2.1: who asks shows a key for the account in the path, or a handle of it, in any header or as
/// the client's secret; on the Unix socket the owner need not. Else the answer to refuse with.
tl::expected<store::AccountRecord, Response> account_of_caller(const Facade& facade, const Request& request,
                                                               const http::Params& params,
                                                               const PathValues& values);

}  // namespace roadcase::server
