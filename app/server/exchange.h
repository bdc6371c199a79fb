#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "core/json.h"
#include "http/message.h"
#include "http/url.h"

namespace roadcase::server {

using Instant = std::chrono::steady_clock::time_point;

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
    /// Whether the answer may be wait_for() or stream(); only at a front.
    bool may_wait = false;
    /// The same request once more, after later() or wait_for().
    bool again = false;
    /// At a front: when the whole request was there. Waiting counts from here.
    Instant received{};

    std::optional<std::string> cookie(std::string_view name) const;
    /// Values of all cookies whose name begins so.
    std::vector<std::string> cookies_with_prefix(std::string_view prefix) const;
};

/// When a request that waits is asked again.
struct Wait {
    std::string topic;  ///< something happened to this (Front::wake); empty: to anything
    Instant until;      ///< or it is so late
};

/// The bytes of an answer without an end. next() is called by one thread at a time, not always the same, and
/// never before what it gave last has left for the client: a slow reader costs no memory, and whoever reads
/// nothing for the write deadline is cut off.
class Feed {
  public:
    virtual ~Feed() = default;
    struct Piece {
        std::string bytes;
        bool more = false;  ///< there is more at once
        bool last = false;  ///< the answer ends with this
    };
    /// What is new. `quiet`: nothing was sent for a while, so give a sign of life at least. Never blocks.
    virtual Piece next(bool quiet) = 0;
};

/// Our answer. With `wait` or `feed` it is not at its end yet.
struct Response {
    int status = 0;
    http::Headers headers;
    std::string body;
    std::optional<Wait> wait = {};
    std::shared_ptr<Feed> feed = {};
};

using Handler = std::function<Response(const Request&)>;

/// "Ask me again where I may block": the front repeats the request on a network worker.
Response later();
bool is_later(const Response& response);
/// "Ask me again when something happened to this topic, or at this instant": until then the request holds no
/// worker, and it is forgotten when its client is gone. Only where request.may_wait.
Response wait_for(std::string topic, Instant until);
/// 200 and then whatever the feed gives, until the client is gone or the front stops. Only where
/// request.may_wait.
Response stream(std::string_view content_type, std::shared_ptr<Feed> feed);
Response from_http(http::Response response);

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
