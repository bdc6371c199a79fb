#include "server/front_loop.h"

// Who waits: the half of the loop for requests without a worker and answers without an end.

namespace roadcase::server {

using State = Connection::State;

void Loop::deliver(std::uint64_t id, Connection& connection, Waiting& waiting) {
    if (draining_) return connection.answer(dispatcher_.stopping_bytes(waiting.job.request), now_);
    // What happened while a worker had it may be what it waits for.
    if (waiting.job.wakes_seen != waiting_.wakes()) return ask_again(std::move(waiting.job));
    if (waiting_.is_full())
        return connection.answer(dispatcher_.refusal_bytes(waiting.job.request, 503, waiting.job.close),
                                 now_);
    waiting.job.connection = id;
    connection.wait();
    waiting_.add(std::move(waiting));
}

void Loop::deliver(std::uint64_t id, Connection& connection, Opening& opening) {
    if (draining_) return connection.finish();
    if (waiting_.is_full())
        return connection.answer(dispatcher_.refusal_bytes(opening.job.request, 503, opening.job.close),
                                 now_);
    waiting_.add(id, std::move(opening.job.feed), now_);
    connection.stream(std::move(opening.head), now_);
}

void Loop::deliver(std::uint64_t id, Connection& connection, Feed::Piece& piece) {
    if (connection.state() != State::streaming) return;
    waiting_.piece_came(id, piece, now_);
    connection.go_on(std::move(piece.bytes), piece.last, now_);
}

/// A stream is asked for more when it has sent what it had, so that it never holds more than one piece.
bool Loop::go_on(std::uint64_t id, Connection& connection) {
    if (connection.is_hung_up()) {
        connection.finish();
        return false;
    }
    if (!connection.push(now_) || connection.state() != State::streaming) return false;
    if (auto job = waiting_.next_piece(id)) dispatcher_.submit_again(std::move(*job));
    return false;
}

void Loop::wake(const std::string& topic) {
    for (auto& job : waiting_.wake(topic)) ask_again(std::move(job));
    for (const auto id : waiting_.streams_with_news()) advance(id, *connections_.at(id));
}

void Loop::wake_due() {
    if (waiting_.next_due() > now_) return;
    for (auto& job : waiting_.due(now_)) ask_again(std::move(job));
    for (const auto id : waiting_.streams_with_news()) advance(id, *connections_.at(id));
}

void Loop::ask_again(Job job) {
    const auto found = connections_.find(job.connection);
    if (found == connections_.end()) return;
    found->second->handle();
    job.request.again = true;
    job.wakes_seen = waiting_.wakes();
    dispatcher_.submit_again(std::move(job));
}

/// The front stops.
void Loop::send_away(std::uint64_t id, Connection& connection) {
    if (const auto job = waiting_.take(id)) {
        connection.close_after_answer();
        connection.answer(dispatcher_.stopping_bytes(job->request), now_);
    } else {
        connection.finish();
    }
    advance(id, connection);
}

}  // namespace roadcase::server
