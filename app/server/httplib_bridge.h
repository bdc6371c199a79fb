#pragma once

#include <memory>
#include <string>

#include "server/exchange.h"

namespace roadcase::server {

/// cpp-httplib, walled in. It sees a request line of ours and an empty field list, never a byte from the
/// network; the handler gets our own Request. What it gives is the answer's bytes. Thread-safe.
class HttplibBridge {
  public:
    HttplibBridge();
    ~HttplibBridge();

    struct Answer {
        bool later = false;          ///< the handler said later(); there are no bytes
        std::optional<Wait> wait;    ///< the handler said wait_for(); there are no bytes
        std::shared_ptr<Feed> feed;  ///< the handler said stream(); the bytes are the head
        std::string bytes;           ///< head and body; empty when even an error answer could not be made
    };

    /// Runs the handler and serialises its response: common headers added, no body for HEAD, the framing and
    /// Connection fields ours. A handler that throws, or answers with control characters (CR, LF, NUL) in a
    /// field, is a bug: 500 without a word of it. `close` announces that the connection ends with this
    /// answer.
    Answer answer(const Request& request, const Handler& handler, bool close) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace roadcase::server
