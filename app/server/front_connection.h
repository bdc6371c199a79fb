#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "server/descriptor.h"
#include "server/http1.h"

namespace roadcase::server {

/// One accepted connection: a non-blocking socket, edge-triggered events, and one request at a time. Bytes of
/// a later request wait until the answer is written. Belongs to the loop's thread.
class Connection {
  public:
    enum class State {
        reading,    ///< between requests, or in the middle of one
        handling,   ///< a worker has the request; the socket stays open whatever the client does
        waiting,    ///< nobody has the request: it is asked again later
        streaming,  ///< an answer without an end goes out piece by piece
        writing,    ///< the answer goes out
        lingering,  ///< refused: our side is shut, the client gets a moment to read why
        done,
    };

    Connection(Descriptor socket, Peer peer, const FrontLimits& limits, Instant now);

    State state() const { return state_; }
    const Peer& peer() const { return peer_; }
    /// When this connection has taken too long with what it does now.
    Instant deadline() const { return deadline_; }
    bool is_idle() const { return state_ == State::reading && in_.empty(); }
    /// The client has ended its side. Who waits or listens is gone then.
    bool is_hung_up() const { return hung_up_; }
    /// Since when it has been reading or idle; who waits longest makes room first.
    Instant since() const { return since_; }

    void on_events(std::uint32_t events);

    /// State reading: the next request (state handling) or its refusal (state writing is the caller's to
    /// start). Nothing when the socket has no more bytes now, or when it ended (state done).
    std::optional<Framing> read(Instant now);
    /// State handling: the answer to this request will be the last.
    void close_after_answer() { close_ = true; }
    /// State handling: no worker has the request any more, and back again.
    void wait() { state_ = State::waiting; }
    void handle() { state_ = State::handling; }
    /// State handling: starts an answer without an end with these bytes.
    void stream(std::string head, Instant now);
    /// State streaming, with nothing unsent: the next bytes; with `last` the answer ends with them.
    void go_on(std::string bytes, bool last, Instant now);
    /// Starts to write an answer.
    void answer(std::string bytes, Instant now);
    /// Starts to write why nothing more is read; the connection ends with it.
    void refuse(std::string bytes, Instant now);
    /// State writing. False when the socket takes no more now.
    bool write(Instant now);
    /// State streaming: writes what there is. False when the socket takes no more now.
    bool push(Instant now);
    /// State lingering: throws away what still comes. False when nothing more is there now.
    bool linger();
    void finish() { state_ = State::done; }
    /// Ends the conversation but keeps the descriptor, for a worker may still look at it.
    void shut();

  private:
    enum class Sent { all, some, none };
    bool fill(Instant now);
    Sent send_out();
    void start_reading(Instant now);
    void after_answer(Instant now);

    Descriptor socket_;
    Peer peer_;
    const FrontLimits& limits_;
    State state_ = State::reading;
    bool readable_ = true;
    bool hung_up_ = false;  ///< the end of the stream is on its way: read until it comes
    bool close_ = false;
    bool refused_ = false;
    std::size_t linger_left_ = 0;
    std::string in_;
    std::string out_;
    std::size_t sent_ = 0;
    Instant deadline_;
    Instant since_;
};

}  // namespace roadcase::server
