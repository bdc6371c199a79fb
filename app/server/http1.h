#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "server/exchange.h"
#include "server/front.h"

namespace roadcase::server {

/// What the framing found at the start of a connection's bytes. Pure; this is what the fuzzer feeds.
struct Framing {
    enum class State { incomplete, complete, refused };
    State state = State::incomplete;
    int status = 0;           ///< when refused: 400, 405, 413, 414, 431, 501, 505
    std::size_t consumed = 0; ///< when complete: bytes of this request
    bool keep_alive = true;   ///< HTTP/1.1 without "Connection: close"
    Request request;          ///< when complete
};

/// Frames one HTTP/1.0 or 1.1 request in origin form. Refused: chunked or encoded bodies, Content-Length with
/// signs, twice or beyond the limit, obsolete line folding, bare CR or LF, control characters, blanks around
/// field names, more than one Host, absolute-form targets, upgrades, broken escapes, "..", NUL.
Framing frame_request(std::string_view bytes, const FrontLimits& limits);

}  // namespace roadcase::server
