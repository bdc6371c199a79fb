#pragma once

#include "practice/endpoints.h"

namespace roadcase::practice {

/// The parameters of a POST: the form in the body; in the Glimesh dialect the query's too, the body winning.
/// A repeated parameter or another content type is invalid_request.
OAuthResult<http::Params> form_of(const ServerState& server, const Incoming& request);

/// RFC 6749 §2.3: HTTP Basic, client_secret in the form, or nothing for a public client.
OAuthResult<void> authenticate(const ServerState& server, const Incoming& request, const http::Params& form);

/// error_answer, with the challenge that RFC 6749 §5.2 asks for when the client tried HTTP authentication.
http::Response refusal(const OAuthError& error, const Incoming& request);

/// A parameter's value as a secret; empty when missing.
Secret secret_at(const http::Params& form, std::string_view name);

}  // namespace roadcase::practice
