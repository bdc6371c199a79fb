#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/json.h"
#include "http/message.h"
#include "http/url.h"

namespace roadcase::server {

using http::Response;

/// Who is at the other end of the connection, as the kernel says.
struct Peer {
    enum class Kind { tcp, unix_socket, in_process };
    Kind kind = Kind::in_process;
    /// Whether the other end belongs to this user (unix: SO_PEERCRED; tcp on loopback: owner of the client's
    /// socket, unknown counts as no). Call it only where it decides: for TCP it is a walk through /proc.
    /// Valid while the request is being answered.
    std::function<bool()> same_user = [] { return true; };
};

/// One clean request: framed, limited and checked by the front and the guards. `path` is decoded once and
/// only once; no secret was ever in it.
struct Request {
    std::string method = "GET";
    std::string path = "/";
    std::string raw_query;
    http::Params query;
    http::Headers headers;
    std::string body;
    Peer peer;
    /// False on the quick workers: a route that must call a provider or wait returns later().
    bool may_block = true;

    std::optional<std::string> cookie(std::string_view name) const;
    /// Values of all cookies whose name begins so.
    std::vector<std::string> cookies_with_prefix(std::string_view prefix) const;
};

using Handler = std::function<Response(const Request&)>;

/// "Ask me again where I may block": the front repeats the request on a network worker.
Response later();
bool is_later(const Response& response);

Response json(int status, const OrderedJson& body);
Response html(int status, std::string body);
Response text(int status, std::string body);
Response redirect(int status, const std::string& location);
/// application/problem+json (RFC 9457) with the fields docs/api.md lists; Retry-After and WWW-Authenticate
/// where they belong. `status` replaces that of the error's kind where HTTP has a more exact one (405, 413
/// …).
Response problem(const Error& error, std::string_view instance = {}, std::optional<int> status = {});
/// The Error that problem() wrote, on the other side of the wire. Of any other answer: what its status says.
Error error_from_problem(const Response& response);
/// A request that never reaches a route: problem() below /api, short plain text elsewhere. Shows nothing of
/// the request.
Response refusal(std::string_view path, const Error& error, std::optional<int> status = {});

/// The headers every answer carries (CSP, nosniff, no-store, no-referrer, CORP, no framing), where the route
/// set none.
void add_common_headers(Response& response);

}  // namespace roadcase::server
