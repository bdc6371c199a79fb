#pragma once

#include <sys/epoll.h>

#include <atomic>
#include <functional>
#include <memory>
#include <unordered_map>
#include <vector>

#include "server/front_connection.h"
#include "server/front_dispatcher.h"
#include "server/front_listeners.h"
#include "server/front_waiting.h"

namespace roadcase::server {

/// The one thread that touches sockets. It never blocks: whatever takes time happens behind the dispatcher.
class Loop {
  public:
    Loop(const FrontLimits& limits, Dispatcher& dispatcher, Mailbox& mailbox);

    /// Before run().
    void add(Listener listener);
    /// Before run(). See Front::on_failure.
    void on_failure(std::function<void(const Error&)> tell) { tell_failure_ = std::move(tell); }
    /// Open now; from any thread.
    std::size_t connections() const { return open_.load(std::memory_order_relaxed); }
    /// Until stop() was called and what was in work is answered, or its grace is over. Connections that a
    /// worker still has stay open as descriptors until this object dies.
    void run();
    /// From any thread, once.
    void stop(milliseconds grace);

  private:
    using Connections = std::unordered_map<std::uint64_t, std::unique_ptr<Connection>>;

    /// As many connections as wanted, as far as the process may have descriptors (the soft limit is raised).
    static std::size_t affordable_connections(std::size_t wanted);

    bool is_over() const;
    void report_death(const Listener* listener, int error);
    int wait_time() const;
    void on_event(const epoll_event& event);
    void accept_some(const Listener& listener);
    void adopt(Descriptor socket, bool is_unix);
    bool make_room();
    void pause_accepting(bool paused);
    void deliver();
    void deliver(std::uint64_t id, Connection& connection, std::string& bytes);
    void deliver(std::uint64_t id, Connection& connection, Waiting& waiting);
    void deliver(std::uint64_t id, Connection& connection, Opening& opening);
    void deliver(std::uint64_t id, Connection& connection, Feed::Piece& piece);
    void wake(const std::string& topic);
    void wake_due();
    void ask_again(Job job);
    bool go_on(std::uint64_t id, Connection& connection);
    void send_away(std::uint64_t id, Connection& connection);
    void erase(std::uint64_t id);
    void advance(std::uint64_t id, Connection& connection);
    bool advance_once(std::uint64_t id, Connection& connection);
    void dispatch(std::uint64_t id, Connection& connection, Framing framing);
    void refuse(Connection& connection, const Request& request, int status);
    void sweep();
    void close_listeners();

    const FrontLimits& limits_;
    Dispatcher& dispatcher_;
    Mailbox& mailbox_;
    milliseconds tick_;
    std::size_t max_connections_;
    Descriptor epoll_;
    std::vector<Listener> listeners_;
    Connections connections_;
    WaitingRoom waiting_;
    std::uint64_t next_id_;
    Instant now_;
    Instant next_sweep_;
    bool paused_ = false;
    bool draining_ = false;
    std::function<void(const Error&)> tell_failure_;
    std::atomic<std::size_t> open_{0};
    std::atomic<bool> stop_asked_{false};
    Instant grace_ends_;  ///< written before stop_asked_
};

}  // namespace roadcase::server
