#include "server/front_waiting.h"

#include <utility>

namespace roadcase::server {

void WaitingRoom::enter(std::uint64_t connection, Guest guest) {
    times_.emplace(guest.at, connection);
    guests_.insert_or_assign(connection, std::move(guest));
}

void WaitingRoom::set_time(std::uint64_t connection, Guest& guest, Instant at) {
    times_.erase({guest.at, connection});
    guest.at = at;
    times_.emplace(at, connection);
}

Job WaitingRoom::leave(Guests::iterator guest) {
    times_.erase({guest->second.at, guest->first});
    Job job = std::move(guest->second.job);
    guests_.erase(guest);
    return job;
}

void WaitingRoom::add(Waiting waiting) {
    const auto connection = waiting.job.connection;
    Guest guest;
    guest.job = std::move(waiting.job);
    guest.topic = std::move(waiting.wait.topic);
    guest.at = waiting.wait.until;
    enter(connection, std::move(guest));
}

void WaitingRoom::add(std::uint64_t connection, std::shared_ptr<Feed> feed, Instant now) {
    Guest guest;
    guest.job.connection = connection;
    guest.job.feed = std::move(feed);
    guest.at = now + sign_of_life_;
    guest.news = true;
    enter(connection, std::move(guest));
}

std::optional<Job> WaitingRoom::take(std::uint64_t connection) {
    const auto guest = guests_.find(connection);
    if (guest == guests_.end() || guest->second.job.feed) return std::nullopt;
    return leave(guest);
}

void WaitingRoom::forget(std::uint64_t connection) {
    if (const auto guest = guests_.find(connection); guest != guests_.end()) leave(guest);
}

std::vector<Job> WaitingRoom::wake(std::string_view topic) {
    ++wakes_;
    std::vector<Job> jobs;
    for (auto guest = guests_.begin(); guest != guests_.end();) {
        const auto current = guest++;
        auto& [job, own_topic, at, news, quiet, asking] = current->second;
        if (job.feed)
            news = true;
        else if (topic.empty() || own_topic.empty() || own_topic == topic)
            jobs.push_back(leave(current));
    }
    return jobs;
}

std::vector<Job> WaitingRoom::due(Instant now) {
    std::vector<Job> jobs;
    while (!times_.empty() && times_.begin()->first <= now) {
        const auto guest = guests_.find(times_.begin()->second);
        if (!guest->second.job.feed) {
            jobs.push_back(leave(guest));
            continue;
        }
        guest->second.news = guest->second.quiet = true;
        set_time(guest->first, guest->second, now + sign_of_life_);
    }
    return jobs;
}

Instant WaitingRoom::next_due() const {
    return times_.empty() ? Instant::max() : times_.begin()->first;
}

std::optional<Job> WaitingRoom::next_piece(std::uint64_t connection) {
    const auto found = guests_.find(connection);
    if (found == guests_.end()) return std::nullopt;
    Guest& guest = found->second;
    if (!guest.job.feed || !guest.news || guest.asking) return std::nullopt;
    guest.news = false;
    guest.asking = true;
    Job job;
    job.connection = connection;
    job.feed = guest.job.feed;
    job.quiet = std::exchange(guest.quiet, false);
    return job;
}

void WaitingRoom::piece_came(std::uint64_t connection, const Feed::Piece& piece, Instant now) {
    const auto found = guests_.find(connection);
    if (found == guests_.end()) return;
    found->second.asking = false;
    found->second.news = found->second.news || piece.more;
    if (!piece.bytes.empty()) set_time(connection, found->second, now + sign_of_life_);
}

std::vector<std::uint64_t> WaitingRoom::streams_with_news() const {
    std::vector<std::uint64_t> streams;
    for (const auto& [connection, guest] : guests_)
        if (guest.job.feed && guest.news && !guest.asking) streams.push_back(connection);
    return streams;
}

}  // namespace roadcase::server
