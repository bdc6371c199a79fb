#include "http/deadline.h"

#include <poll.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>

namespace roadcase::http {

Instant Deadline::at() const {
    const auto last_answer = closing_ == nullptr ? std::nullopt : closing_->last_answer();
    if (!last_answer) return at_;
    return left_ ? std::min(at_, *last_answer) : Instant::min();
}

int poll_timeout(Instant end) {
    const auto now = std::chrono::steady_clock::now();
    if (end <= now) return 0;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - now);
    return static_cast<int>(std::min<std::int64_t>(left.count(), 1 << 30));
}

bool wait_ready(int fd, short events, const Deadline& deadline) {
    // The clock first: poll would go on saying "ready" for a trickle that never pauses.
    while (!deadline.is_over()) {
        pollfd entries[] = {{fd, events, 0}, {deadline.news_fd(), POLLIN, 0}};
        const int ready = ::poll(entries, 2, poll_timeout(deadline.at()));
        if (ready > 0 && entries[0].revents != 0) return true;
        if (ready < 0 && errno != EINTR) return false;
    }
    return false;
}

}  // namespace roadcase::http
