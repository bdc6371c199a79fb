#pragma once

#include <string>

#include "http/answer_head.h"
#include "http/channel.h"
#include "http/transport.h"

namespace roadcase::http {

/// Reads one answer from a channel and counts it: nothing beyond the limits is ever taken in.
class AnswerReader {
  public:
    AnswerReader(Channel& channel, std::string host, const TransportLimits& limits)
        : channel_(channel), host_(std::move(host)), limits_(limits), body_left_(limits.max_body) {}

    /// The head of the final answer; interim ones before it are skipped within the same limit.
    Result<AnswerHead> read_head();
    /// The next raw bytes of the body; 0 at the proper end of the connection.
    Result<std::size_t> read_body(char* into, std::size_t size);
    /// Whether what was taken of the body so far ends as a chunked one must (RFC 9112 §7.1).
    bool ended_with_empty_line() const { return tail_ == "\r\n\r\n"; }

  private:
    Result<std::size_t> receive();
    Result<std::string> take_head(std::size_t limit);

    Channel& channel_;
    std::string host_;
    const TransportLimits& limits_;
    std::size_t body_left_;
    std::string buffer_;     // received
    std::size_t taken_ = 0;  // how much of it the body's reader has had
    std::string tail_;       // the last four bytes taken of the body
};

}  // namespace roadcase::http
