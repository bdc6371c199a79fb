#include "server/front_loop.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace roadcase::server {
namespace {

using State = Connection::State;

constexpr std::uint64_t mailbox_id = 0;
/// Ids below are the mailbox and the listeners.
constexpr std::uint64_t first_connection_id = 1024;

/// Deadlines are looked at this often: late by a quarter at most, and once a second is often enough.
milliseconds tick_of(const FrontLimits& limits) {
    const auto shortest = std::min({limits.request_deadline, limits.idle_deadline, limits.write_deadline});
    return std::clamp(shortest / 4, milliseconds{5}, milliseconds{1'000});
}

}  // namespace

Loop::Loop(const FrontLimits& limits, Dispatcher& dispatcher, Mailbox& mailbox)
    : limits_(limits),
      dispatcher_(dispatcher),
      mailbox_(mailbox),
      tick_(tick_of(limits)),
      max_connections_(affordable_connections(limits.max_connections)),
      epoll_(::epoll_create1(EPOLL_CLOEXEC)),
      waiting_(limits.max_waiting, limits.sign_of_life),
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
        if (count < 0 && errno != EINTR) {
            report_death(nullptr, errno);
            break;
        }
        now_ = std::chrono::steady_clock::now();
        for (int i = 0; i < count; ++i) on_event(events[static_cast<std::size_t>(i)]);
        if (stop_asked_.load(std::memory_order_acquire) && !draining_) close_listeners();
        wake_due();
        if (now_ >= next_sweep_) sweep();
        open_.store(connections_.size(), std::memory_order_relaxed);
    }
    for (auto& [id, connection] : connections_) connection->shut();
    std::erase_if(connections_, [](const auto& entry) { return entry.second->state() != State::handling; });
}

/// Nothing is repaired here: a process that starts anew binds its sockets anew.
void Loop::report_death(const Listener* listener, int error) {
    // It would be reported as ready for ever.
    if (listener != nullptr) ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, listener->socket.get(), nullptr);
    const auto where = listener == nullptr   ? std::string()
                       : listener->port == 0 ? " on its socket file"
                                             : " on port " + std::to_string(listener->port);
    if (const auto tell = std::exchange(tell_failure_, nullptr))
        tell(make_error(ErrorKind::internal, "", "Roadcase can no longer listen" + where + ".",
                        std::string(std::strerror(error)) + ".", "Start it again: roadcase serve"));
}

bool Loop::is_over() const {
    return draining_ && (connections_.empty() || now_ >= grace_ends_);
}

int Loop::wait_time() const {
    using std::chrono::ceil;
    if (draining_)
        return static_cast<int>(
            std::clamp(ceil<milliseconds>(grace_ends_ - now_), milliseconds{0}, tick_).count());
    // With nobody connected there is no deadline to keep, and an idle computer stays asleep.
    if (connections_.empty() && !paused_) return -1;
    const auto due = std::max(waiting_.next_due(), now_) - now_;
    return static_cast<int>(due < tick_ ? ceil<milliseconds>(due).count() : tick_.count());
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

void Loop::deliver() {
    auto content = mailbox_.take();
    // First: what happened before a letter was written may be what its request waits for.
    for (const auto& topic : content.wakes) wake(topic);
    for (auto& letter : content.letters) {
        const auto found = connections_.find(letter.connection);
        if (found == connections_.end()) continue;
        Connection& connection = *found->second;
        std::visit([&](auto& what) { deliver(letter.connection, connection, what); }, letter.content);
        advance(letter.connection, connection);
    }
}

void Loop::deliver(std::uint64_t, Connection& connection, std::string& bytes) {
    if (draining_) connection.close_after_answer();
    connection.answer(std::move(bytes), now_);
}

void Loop::advance(std::uint64_t id, Connection& connection) {
    while (advance_once(id, connection)) {
    }
    if (connection.state() == State::done) erase(id);
}

/// False when there is nothing to do before the next event.
bool Loop::advance_once(std::uint64_t id, Connection& connection) {
    switch (connection.state()) {
        case State::reading:
            if (auto framing = connection.read(now_))
                dispatch(id, connection, std::move(*framing));
            else if (connection.state() == State::reading)
                return false;
            return true;
        case State::waiting:
            if (connection.is_hung_up()) connection.finish();
            return false;
        case State::streaming:
            return go_on(id, connection);
        case State::writing:
            return connection.write(now_);
        case State::lingering:
            return connection.linger();
        case State::handling:
        case State::done:
            break;
    }
    return false;
}

void Loop::erase(std::uint64_t id) {
    waiting_.forget(id);
    connections_.erase(id);
}

void Loop::dispatch(std::uint64_t id, Connection& connection, Framing framing) {
    if (framing.state == Framing::State::refused) return refuse(connection, framing.request, framing.status);
    framing.request.peer = connection.peer();
    if (!framing.keep_alive) connection.close_after_answer();
    framing.request.received = now_;
    framing.request.may_wait = true;
    dispatcher_.submit({id, !framing.keep_alive, std::move(framing.request), waiting_.wakes()});
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
    std::vector<std::uint64_t> waiting;
    for (const auto& [id, connection] : connections_)
        if (connection->state() == State::waiting || connection->state() == State::streaming)
            waiting.push_back(id);
    for (const auto id : waiting) send_away(id, *connections_.at(id));
}

}  // namespace roadcase::server
