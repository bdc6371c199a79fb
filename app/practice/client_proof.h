#pragma once

#include "practice/endpoints.h"

namespace roadcase::practice {

/// Does the request prove its client in the way that the door wants? invalid_client when the proof is wrong
/// or missing, invalid_request when there are two.
OAuthResult<void> check_client(const ServerState& server, const Door& door, const Incoming& request,
                               const http::Params& params);

}  // namespace roadcase::practice
