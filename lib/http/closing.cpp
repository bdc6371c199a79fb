#include "http/closing.h"

#include <sys/eventfd.h>

namespace roadcase::http {

Closing::Closing() : event_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}

void Closing::begin(Instant last_answer) {
    auto open = Instant::max();
    if (last_answer_.compare_exchange_strong(open, last_answer)) ::eventfd_write(event_.get(), 1);
}

std::optional<Instant> Closing::last_answer() const {
    const auto at = last_answer_.load();
    return at == Instant::max() ? std::nullopt : std::optional(at);
}

}  // namespace roadcase::http
