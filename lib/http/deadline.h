#pragma once

#include "http/closing.h"

namespace roadcase::http {

/// The instant at which an exchange with another server is given up, whatever it is doing: its own, or an
/// earlier one once its transport closes. A small value; each copy knows for itself whether the request left.
class Deadline {
  public:
    /// `closing` may be null, and must outlive the deadline.
    // NOLINTNEXTLINE(google-explicit-constructor): an instant is a deadline
    Deadline(Instant at, const Closing* closing = nullptr) : at_(at), closing_(closing) {}

    /// As things are now; the past when the transport closed before the request left.
    Instant at() const;
    bool is_over() const { return std::chrono::steady_clock::now() >= at(); }
    /// The transport closed.
    bool is_cut() const { return closing_ != nullptr && closing_->last_answer(); }
    /// From here on the other side may act on the request, so its answer is worth a last wait.
    void request_leaves() { left_ = true; }
    /// What to poll beside the socket, for POLLIN, to hear that at() became earlier; -1: nothing.
    int news_fd() const { return closing_ == nullptr || is_cut() ? -1 : closing_->fd(); }

  private:
    Instant at_;
    const Closing* closing_;
    bool left_ = false;
};

/// Waits until `fd` is ready for `events` (POLLIN, POLLOUT) or broken. False when the deadline came first.
bool wait_ready(int fd, short events, const Deadline& deadline);

/// What is left for poll(), rounded up so that it never spins; 0 when it is over.
int poll_timeout(Instant end);

}  // namespace roadcase::http
