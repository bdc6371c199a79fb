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
    int status = 0;            ///< when refused: 400, 405, 411, 413, 414, 415, 417, 431, 501, 505
    std::size_t consumed = 0;  ///< when complete: bytes of this request
    bool keep_alive = true;    ///< HTTP/1.1 without "Connection: close"
    Request request;           ///< when complete; when refused, method and path as far as they were read
};

/// Frames one HTTP/1.0 or 1.1 request in origin form. Methods: GET, HEAD, POST, PATCH, DELETE. Refused:
/// chunked or encoded bodies, Content-Length with signs, twice or beyond the limit, a POST without it, a GET
/// with a body, obsolete line folding, bare CR or LF, control characters, blanks around field names, no or
/// more than one Host, absolute-form targets, Expect, upgrades, broken escapes, NUL. A path has one spelling:
/// no empty,
/// "." or
/// ".." segments, no escaped slash, nothing is normalised. Header values stay as sent ('%' included). The
/// answer depends on the bytes from the left only: more bytes never turn a refusal into something else.
Framing frame_request(std::string_view bytes, const FrontLimits& limits);

}  // namespace roadcase::server
