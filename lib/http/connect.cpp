#include "http/connect.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>

#include "http/failures.h"

namespace roadcase::http {
namespace {

using platform::Descriptor;

constexpr std::chrono::milliseconds head_start{250};

class Race {
  public:
    explicit Race(const std::vector<Address>& addresses) : waiting_(addresses.begin(), addresses.end()) {
        std::reverse(waiting_.begin(), waiting_.end());
    }

    bool over() const { return waiting_.empty() && running_.empty(); }
    int last_error() const { return last_error_; }

    void start_next() {
        if (waiting_.empty()) return;
        const auto address = waiting_.back();
        waiting_.pop_back();
        Descriptor socket(::socket(address.storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
        // Head and body of a request are written apart; waiting for the acknowledgement of the head costs 40
        // ms.
        const int on = 1;
        if (socket) ::setsockopt(socket.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        const auto* where = reinterpret_cast<const sockaddr*>(&address.storage);
        if (socket && (::connect(socket.get(), where, address.size) == 0 || errno == EINPROGRESS))
            running_.push_back(std::move(socket));
        else
            last_error_ = errno;
    }

    /// Waits for somebody to finish, win or lose. The winner's socket, if there is one.
    Descriptor wait(const Deadline& deadline) {
        if (running_.empty()) return {};
        auto until = deadline.at();
        if (!waiting_.empty()) until = std::min(until, std::chrono::steady_clock::now() + head_start);
        std::vector<pollfd> entries;
        entries.reserve(running_.size() + 1);
        for (const auto& socket : running_) entries.push_back({socket.get(), POLLOUT, 0});
        entries.push_back({deadline.news_fd(), POLLIN, 0});
        if (::poll(entries.data(), entries.size(), poll_timeout(until)) <= 0) return {};
        for (auto i = running_.size(); i-- > 0;) {
            if (entries[i].revents == 0) continue;
            auto finished = std::move(running_[i]);
            running_.erase(running_.begin() + static_cast<std::ptrdiff_t>(i));
            if (connected(finished)) return finished;
        }
        return {};
    }

  private:
    bool connected(const Descriptor& socket) {
        int error = 0;
        socklen_t size = sizeof error;
        if (::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
        if (error != 0) last_error_ = error;
        return error == 0;
    }

    std::vector<Address> waiting_;  // the next one last
    std::vector<Descriptor> running_;
    int last_error_ = 0;
};

}  // namespace

Result<Descriptor> connect_to_any(const std::string& host, const std::vector<Address>& addresses,
                                  const Deadline& deadline) {
    Race race(addresses);
    while (!race.over()) {
        race.start_next();
        if (auto winner = race.wait(deadline)) return winner;
        if (deadline.is_over()) return fail(too_slow(host, "Connecting", deadline));
    }
    return fail(not_answering(
        host, race.last_error() == 0 ? "It has no address." : system_reason(race.last_error())));
}

}  // namespace roadcase::http
