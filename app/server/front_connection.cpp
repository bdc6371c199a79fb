#include "server/front_connection.h"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace roadcase::server {
namespace {

// A refused client may still be sending: closing at once would reset the connection and could lose the
// answer. It gets this long, and this many bytes thrown away, to notice.
constexpr milliseconds linger_time{1'000};
constexpr std::size_t linger_bytes = 256 * 1024;

constexpr std::size_t chunk = 16 * 1024;
/// Idle connections keep no more than this of their buffer.
constexpr std::size_t kept_buffer = 1024;

/// Reads without waiting; -1 when there is nothing now, 0 at the end or after an error.
ssize_t receive(int fd, char* out, std::size_t size) {
    for (;;) {
        const ssize_t count = ::recv(fd, out, size, 0);
        if (count >= 0) return count;
        if (errno == EAGAIN || errno == EWOULDBLOCK) return -1;
        if (errno != EINTR) return 0;
    }
}

}  // namespace

Connection::Connection(Descriptor socket, Peer peer, const FrontLimits& limits, Instant now)
    : socket_(std::move(socket)), peer_(std::move(peer)), limits_(limits) {
    start_reading(now);
}

void Connection::on_events(std::uint32_t events) {
    if (events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)) readable_ = true;
    if (events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) hung_up_ = true;
}

void Connection::start_reading(Instant now) {
    state_ = State::reading;
    since_ = now;
    deadline_ = now + (in_.empty() ? limits_.idle_deadline : limits_.request_deadline);
}

std::optional<Framing> Connection::read(Instant now) {
    bool fresh = !in_.empty();
    for (;;) {
        if (fresh) {
            Framing framing = frame_request(in_, limits_);
            if (framing.state != Framing::State::incomplete) {
                state_ = State::handling;
                deadline_ = Instant::max();
                in_.erase(0, framing.consumed);
                return framing;
            }
        }
        if (!fill(now)) return std::nullopt;
        fresh = true;
    }
}

bool Connection::fill(Instant now) {
    if (!readable_) return false;
    std::array<char, chunk> buffer;
    const ssize_t count = receive(socket_.get(), buffer.data(), buffer.size());
    // After a short read the next bytes raise a new event; only a hang-up was perhaps announced already.
    if (count < static_cast<ssize_t>(buffer.size()) && !hung_up_) readable_ = false;
    if (count == 0) finish();
    if (count <= 0) return false;
    const bool first = in_.empty();
    in_.append(buffer.data(), static_cast<std::size_t>(count));
    if (first) start_reading(now);
    return true;
}

void Connection::answer(std::string bytes, Instant now) {
    state_ = bytes.empty() ? State::done : State::writing;
    out_ = std::move(bytes);
    sent_ = 0;
    deadline_ = now + limits_.write_deadline;
}

void Connection::refuse(std::string bytes, Instant now) {
    close_ = refused_ = true;
    answer(std::move(bytes), now);
}

/// As much as the socket takes now; a broken one ends the connection.
Connection::Sent Connection::send_out() {
    const std::size_t before = sent_;
    while (sent_ < out_.size()) {
        const ssize_t count = ::send(socket_.get(), out_.data() + sent_, out_.size() - sent_, MSG_NOSIGNAL);
        if (count >= 0) {
            sent_ += static_cast<std::size_t>(count);
        } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
            return sent_ > before ? Sent::some : Sent::none;
        } else if (errno != EINTR) {
            finish();
            return Sent::all;
        }
    }
    return Sent::all;
}

bool Connection::write(Instant now) {
    if (send_out() != Sent::all) return false;
    if (state_ != State::done) after_answer(now);
    return true;
}

void Connection::stream(std::string head, Instant now) {
    close_ = true;
    answer(std::move(head), now);
    if (state_ == State::writing) state_ = State::streaming;
}

void Connection::go_on(std::string bytes, bool last, Instant now) {
    out_ = std::move(bytes);
    sent_ = 0;
    deadline_ = now + limits_.write_deadline;
    if (last) state_ = State::writing;
}

bool Connection::push(Instant now) {
    const Sent sent = send_out();
    // Whoever reads slowly is read to; only who reads nothing runs into the deadline.
    if (sent == Sent::all) {
        deadline_ = Instant::max();
        out_ = {};
        sent_ = 0;
    } else if (sent == Sent::some) {
        deadline_ = now + limits_.write_deadline;
    }
    return sent == Sent::all;
}

void Connection::after_answer(Instant now) {
    out_ = {};
    if (in_.empty() && in_.capacity() > kept_buffer) in_ = {};
    if (!close_) return start_reading(now);
    if (!refused_ && in_.empty()) return finish();
    ::shutdown(socket_.get(), SHUT_WR);
    state_ = State::lingering;
    in_ = {};
    linger_left_ = linger_bytes;
    deadline_ = now + linger_time;
    readable_ = true;
}

bool Connection::linger() {
    std::array<char, chunk> buffer;
    const ssize_t count = receive(socket_.get(), buffer.data(), buffer.size());
    if (count < 0) return false;
    if (count == 0 || static_cast<std::size_t>(count) >= linger_left_)
        finish();
    else
        linger_left_ -= static_cast<std::size_t>(count);
    return true;
}

void Connection::shut() {
    ::shutdown(socket_.get(), SHUT_RDWR);
}

}  // namespace roadcase::server
