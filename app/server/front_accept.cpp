#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <memory>

#include "platform/process.h"
#include "server/front_loop.h"

// Who gets in: the half of the loop that accepts connections and makes room for them.

namespace roadcase::server {
namespace {

constexpr int accepts_per_turn = 64;
/// Descriptors that clients never get: the store, the providers and /proc need them.
constexpr std::size_t reserved_descriptors = 128;

Peer peer_of(int fd, bool is_unix) {
    if (is_unix) {
        const bool same = platform::peer_uid(fd) == ::geteuid();
        return {Peer::Kind::unix_socket, [same] { return same; }};
    }
    // A yes holds as long as the connection: nobody else can go on with it.
    auto known = std::make_shared<std::atomic<bool>>(false);
    return {Peer::Kind::tcp, [fd, known = std::move(known)] {
                if (!*known && platform::tcp_peer_uid(fd) == ::geteuid()) *known = true;
                return known->load();
            }};
}

bool is_out_of_resources(int error) {
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

/// Other errors are those of a connection that ended before it was accepted.
bool is_death(int error) {
    return error == EBADF || error == EINVAL || error == ENOTSOCK || error == EOPNOTSUPP;
}

}  // namespace

std::size_t Loop::affordable_connections(std::size_t wanted) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
    const rlim_t needed = wanted + reserved_descriptors;
    if (limit.rlim_cur < needed) {
        limit.rlim_cur = std::min<rlim_t>(needed, limit.rlim_max);
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
    const std::size_t have = limit.rlim_cur;
    const std::size_t reserve = std::min(reserved_descriptors, have / 2);
    return std::clamp<std::size_t>(have - reserve, 1, wanted);
}

void Loop::accept_some(const Listener& listener) {
    // Out of descriptors, accept4 says so before it looks whether anybody waits. Only the first one of a turn
    // is sure to be there, so only for that one is another connection given up.
    bool somebody_waits = true;
    for (int i = 0; i < accepts_per_turn; ++i) {
        Descriptor socket(::accept4(listener.socket.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (socket) {
            somebody_waits = false;
            adopt(std::move(socket), listener.file != nullptr);
        } else if (is_out_of_resources(errno)) {
            if (!somebody_waits) return;
            if (!make_room()) return pause_accepting(true);
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return;
        } else if (is_death(errno)) {
            return report_death(&listener, errno);
        }
    }
}

void Loop::adopt(Descriptor socket, bool is_unix) {
    if (connections_.size() >= max_connections_ && !make_room()) return;
    const std::uint64_t id = next_id_++;
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.u64 = id;
    const int fd = socket.get();
    if (::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, fd, &event) != 0) return;
    auto connection = std::make_unique<Connection>(std::move(socket), peer_of(fd, is_unix), limits_, now_);
    Connection& added = *connections_.emplace(id, std::move(connection)).first->second;
    advance(id, added);
}

/// Closes the connection that has waited longest without a request, else the one longest in the middle of
/// one.
bool Loop::make_room() {
    auto victim = connections_.end();
    const auto rank = [](const Connection& c) { return std::pair(!c.is_idle(), c.since()); };
    for (auto it = connections_.begin(); it != connections_.end(); ++it) {
        if (it->second->state() != Connection::State::reading) continue;
        if (victim == connections_.end() || rank(*it->second) < rank(*victim->second)) victim = it;
    }
    if (victim == connections_.end()) return false;
    connections_.erase(victim);
    return true;
}

void Loop::pause_accepting(bool paused) {
    paused_ = paused;
    for (std::size_t i = 0; i < listeners_.size(); ++i) {
        epoll_event event{};
        event.events = paused ? 0 : static_cast<std::uint32_t>(EPOLLIN);
        event.data.u64 = i + 1;
        ::epoll_ctl(epoll_.get(), EPOLL_CTL_MOD, listeners_[i].socket.get(), &event);
    }
}

}  // namespace roadcase::server
