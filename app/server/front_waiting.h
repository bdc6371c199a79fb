#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "server/front_workers.h"

namespace roadcase::server {

/// Who waits: requests until something happens, streams until there is something to say. Knows when whose
/// turn is and touches no socket. Belongs to the loop's thread.
class WaitingRoom {
  public:
    WaitingRoom(std::size_t places, milliseconds sign_of_life)
        : places_(places), sign_of_life_(sign_of_life) {}

    bool is_full() const { return guests_.size() >= places_; }
    /// A request: it leaves the room when it is asked again.
    void add(Waiting waiting);
    /// A stream, which has something to say at once: it stays until forget().
    void add(std::uint64_t connection, std::shared_ptr<Feed> feed, Instant now);
    /// Takes a request out before its time; nothing for a stream.
    std::optional<Job> take(std::uint64_t connection);
    void forget(std::uint64_t connection);

    /// Something happened: the requests that wait for it leave, and every stream has news.
    std::vector<Job> wake(std::string_view topic);
    /// How often something happened. A request that was on its way meanwhile must be asked again.
    std::uint64_t wakes() const { return wakes_; }

    /// Requests whose time is over leave; streams that were silent for long have news.
    std::vector<Job> due(Instant now);
    /// When due() has something next; Instant::max() when never.
    Instant next_due() const;

    /// The job that asks a stream for its next piece, when it has news and is not being asked.
    std::optional<Job> next_piece(std::uint64_t connection);
    /// That piece has come.
    void piece_came(std::uint64_t connection, const Feed::Piece& piece, Instant now);
    /// All streams with news that nobody asks.
    std::vector<std::uint64_t> streams_with_news() const;

  private:
    struct Guest {
        Job job;
        std::string topic;
        Instant at;           ///< end of the wait, or of a stream's silence
        bool news = false;    ///< streams, as the rest
        bool quiet = false;   ///< the news is that there was none for long
        bool asking = false;  ///< a worker is asking for the next piece
    };
    using Guests = std::map<std::uint64_t, Guest>;

    void enter(std::uint64_t connection, Guest guest);
    void set_time(std::uint64_t connection, Guest& guest, Instant at);
    Job leave(Guests::iterator guest);

    std::size_t places_;
    milliseconds sign_of_life_;
    Guests guests_;
    std::set<std::pair<Instant, std::uint64_t>> times_;  ///< of all guests
    std::uint64_t wakes_ = 0;
};

}  // namespace roadcase::server
