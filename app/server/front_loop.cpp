#include "server/front_loop.h"

#include <sys/resource.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>

#include "platform/process.h"

namespace roadcase::server {
namespace {

using State = Connection::State;

constexpr std::uint64_t mailbox_id = 0;
/// Ids below are the mailbox and the listeners.
constexpr std::uint64_t first_connection_id = 1024;
constexpr int accepts_per_turn = 64;
/// Descriptors that clients never get: the store, the providers and /proc need them.
constexpr std::size_t reserved_descriptors = 128;

/// Deadlines are looked at this often: late by a quarter at most, and once a second is often enough.
milliseconds tick_of(const FrontLimits& limits) {
    const auto shortest = std::min({limits.request_deadline, limits.idle_deadline, limits.write_deadline});
    return std::clamp(shortest / 4, milliseconds{5}, milliseconds{1'000});
}

/// As many connections as wanted, as far as the process may have descriptors (the soft limit is raised).
std::size_t affordable_connections(std::size_t wanted) {
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

Peer peer_of(int fd, bool is_unix) {
    if (is_unix) {
        const bool same = platform::peer_uid(fd) == ::geteuid();
        return {Peer::Kind::unix_socket, [same] { return same; }};
    }
    return {Peer::Kind::tcp, [fd] { return platform::tcp_peer_uid(fd) == ::geteuid(); }};
}

bool is_out_of_resources(int error) {
    return error == EMFILE || error == ENFILE || error == ENOBUFS || error == ENOMEM;
}

}  // namespace

Loop::Loop(const FrontLimits& limits, Dispatcher& dispatcher, Mailbox& mailbox)
    : limits_(limits),
      dispatcher_(dispatcher),
      mailbox_(mailbox),
      tick_(tick_of(limits)),
      max_connections_(affordable_connections(limits.max_connections)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      next_id_(first_connection_id) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = mailbox_id;
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, mailbox_.fd(), &event);
}

void Loop::add(Listener listener) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.u64 = listeners_.size() + 1;
    ::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, listener.socket.get(), &event);
    listeners_.push_back(std::move(listener));
}

void Loop::stop(milliseconds grace) {
    grace_ends_ = std::chrono::steady_clock::now() + grace;
    stop_asked_.store(true, std::memory_order_release);
    mailbox_.ring();
}

void Loop::run() {
    std::array<epoll_event, 256> events;
    now_ = std::chrono::steady_clock::now();
    while (!is_over()) {
        const int count = ::epoll_wait(epoll_.get(), events.data(), events.size(), wait_time());
        now_ = std::chrono::steady_clock::now();
        for (int i = 0; i < count; ++i) on_event(events[static_cast<std::size_t>(i)]);
        if (stop_asked_.load(std::memory_order_acquire) && !draining_) close_listeners();
        if (now_ >= next_sweep_) sweep();
    }
    for (auto& [id, connection] : connections_) connection->shut();
    std::erase_if(connections_, [](const auto& entry) { return entry.second->state() != State::handling; });
}

bool Loop::is_over() const {
    return draining_ && (connections_.empty() || now_ >= grace_ends_);
}

int Loop::wait_time() const {
    using std::chrono::ceil;
    if (draining_)
        return static_cast<int>(std::clamp(ceil<milliseconds>(grace_ends_ - now_), milliseconds{0}, tick_).count());
    // With nobody connected there is no deadline to keep, and an idle computer stays asleep.
    if (connections_.empty() && !paused_) return -1;
    return static_cast<int>(tick_.count());
}

void Loop::on_event(const epoll_event& event) {
    const std::uint64_t id = event.data.u64;
    if (id == mailbox_id) return deliver();
    if (id < first_connection_id) {
        if (id <= listeners_.size()) accept_some(listeners_[id - 1]);
        return;
    }
    const auto found = connections_.find(id);
    if (found == connections_.end()) return;
    found->second->on_events(event.events);
    advance(id, *found->second);
}

void Loop::accept_some(const Listener& listener) {
    // Out of descriptors, accept4 says so before it looks whether anybody waits. Only the first one of a turn is
    // sure to be there, so only for that one is another connection given up.
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
    auto connection =
        std::make_unique<Connection>(std::move(socket), peer_of(fd, is_unix), limits_, now_);
    Connection& added = *connections_.emplace(id, std::move(connection)).first->second;
    advance(id, added);
}

/// Closes the connection that has waited longest without a request, else the one longest in the middle of one.
bool Loop::make_room() {
    auto victim = connections_.end();
    const auto rank = [](const Connection& c) { return std::pair(!c.is_idle(), c.since()); };
    for (auto it = connections_.begin(); it != connections_.end(); ++it) {
        if (it->second->state() != State::reading) continue;
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

void Loop::deliver() {
    for (auto& letter : mailbox_.take()) {
        const auto found = connections_.find(letter.connection);
        if (found == connections_.end()) continue;
        Connection& connection = *found->second;
        if (draining_) connection.close_after_answer();
        connection.answer(std::move(letter.bytes), now_);
        advance(letter.connection, connection);
    }
}

void Loop::advance(std::uint64_t id, Connection& connection) {
    for (;;) {
        switch (connection.state()) {
            case State::reading:
                if (auto framing = connection.read(now_))
                    dispatch(id, connection, std::move(*framing));
                else if (connection.state() == State::reading)
                    return;
                break;
            case State::handling: return;
            case State::writing:
                if (!connection.write(now_)) return;
                break;
            case State::lingering:
                if (!connection.linger()) return;
                break;
            case State::done: connections_.erase(id); return;
        }
    }
}

void Loop::dispatch(std::uint64_t id, Connection& connection, Framing framing) {
    if (framing.state == Framing::State::refused)
        return refuse(connection, framing.request, framing.status);
    framing.request.peer = connection.peer();
    if (!framing.keep_alive) connection.close_after_answer();
    dispatcher_.submit({id, !framing.keep_alive, std::move(framing.request)});
}

void Loop::refuse(Connection& connection, const Request& request, int status) {
    connection.refuse(dispatcher_.refusal_bytes(request, status, true), now_);
}

void Loop::sweep() {
    next_sweep_ = now_ + tick_;
    if (paused_) pause_accepting(false);
    std::vector<std::uint64_t> late;
    for (const auto& [id, connection] : connections_)
        if (now_ >= connection->deadline()) late.push_back(id);
    for (const std::uint64_t id : late) {
        Connection& connection = *connections_.at(id);
        if (connection.state() == State::reading && !connection.is_idle())
            refuse(connection, {}, 408);
        else
            connection.finish();
        advance(id, connection);
    }
}

/// What is in work goes on; nothing new begins.
void Loop::close_listeners() {
    draining_ = true;
    listeners_.clear();
    std::erase_if(connections_, [](const auto& entry) { return entry.second->state() == State::reading; });
}

}  // namespace roadcase::server
