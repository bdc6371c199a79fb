#pragma once

#include <string>
#include <string_view>

#include "brokers/broker.h"
#include "brokers/permission.h"
#include "brokers/remote.h"

namespace roadcase::brokers {

/// POST {host}{create_path} with the operator's bearer token. The body: `extra`, over it the policy's own
/// members (objects member by member), over both `ttl`, `scopes` and `userId`; the last two where there are
/// any.
http::Request operator_create_request(const OperatorSettings& settings, const Secret& token,
                                      const Terms& terms, const Json& extra);
/// The service's whole answer, which has a text `token`.
Remote<OrderedJson> read_operator_token(const http::Response& response, Time now);

/// Could this be a token of such a service, as it comes from a caller: printable ASCII without blanks, 4096
/// bytes, and no step in a path.
bool is_operator_token(std::string_view text);
/// `doomed` stands percent-encoded in the path and JSON-escaped in the body, wherever they have {token}.
http::Request operator_delete_request(const OperatorSettings& settings, const Secret& token,
                                      const Secret& doomed);
/// 404 and 410: it is gone already.
Remote<void> read_operator_deleted(const http::Response& response, Time now);

/// May a caller set this member of the body? Those of `pass`, but never one that is ours to decide.
bool may_pass(const OperatorSettings& settings, std::string_view member);

}  // namespace roadcase::brokers
