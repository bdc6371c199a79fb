#pragma once

#include "practice/endpoints.h"

namespace roadcase::practice {

/// The parameters of a request, from where the door wants them. Another content type, a repeated parameter
/// or a body where there must be none is invalid_request.
OAuthResult<http::Params> params_of(const Door& door, const Incoming& request);

/// Are the headers and parameters there that the door wants? invalid_header or invalid_request.
OAuthResult<void> check_parts(const ServerState& server, const Door& door, const Incoming& request,
                              const http::Params& params);

/// params_of a request that fits the door: its headers and parameters are there, its client is who it says.
OAuthResult<http::Params> read(const ServerState& server, const Door& door, const Incoming& request);

/// The token that the request is about; missing_token when the door wants one in the header and there is
/// none.
OAuthResult<Secret> token_of(const Door& door, const Incoming& request, const http::Params& params);

/// A parameter's value as a secret; empty when missing.
Secret secret_at(const http::Params& params, std::string_view name);

}  // namespace roadcase::practice
