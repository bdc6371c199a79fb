#pragma once

#include <string>

#include "http/message.h"
#include "oauth/server.h"

namespace roadcase::oauth {

/// A POST with the client's proof (RFC 6749 §2.3) whose parameters stand where the server reads them.
http::Request client_request(const AuthorizationServer& server, const Client& client,
                             const std::string& endpoint, http::Params params);

}  // namespace roadcase::oauth
