#include "accounts/pace.h"

#include <algorithm>
#include <cmath>

namespace roadcase::accounts {
namespace {

constexpr int failures_before_rest = 3;
constexpr milliseconds first_rest{5'000};
constexpr milliseconds longest_rest{60'000};

/// What a second may bring is there at once.
double most_turns(double per_second) {
    return std::max(per_second, 1.0);
}

double turns_at(double turns, milliseconds counted_at, milliseconds now, double per_second) {
    if (counted_at < milliseconds{0}) return most_turns(per_second);
    const auto passed = static_cast<double>((now - counted_at).count()) / 1000;
    return std::min(turns + passed * per_second, most_turns(per_second));
}

}  // namespace

void Pace::Lane::refill(milliseconds now, double per_second) {
    turns = turns_at(turns, counted_at, now, per_second);
    counted_at = now;
}

bool Pace::Lane::has_turn(milliseconds now, double per_second) const {
    if (now < rests_until || now < told_until) return false;
    if (running >= (failures >= failures_before_rest ? 1 : most_at_once)) return false;
    return turns_at(turns, counted_at, now, per_second) >= 1;
}

Pace::Lane& Pace::lane(Lanes& lanes, std::string_view provider) {
    return lanes.try_emplace(std::string(provider)).first->second;
}

bool Pace::take_turn(std::string_view provider, milliseconds now, double per_second) {
    return lanes_.with([&](Lanes& lanes) {
        auto& mine = lane(lanes, provider);
        if (!mine.has_turn(now, per_second)) return false;
        mine.refill(now, per_second);
        mine.turns -= 1;
        mine.running += 1;
        return true;
    });
}

void Pace::end_turn(std::string_view provider) {
    lanes_.with([&](Lanes& lanes) { lane(lanes, provider).running -= 1; });
}

void Pace::count(std::string_view provider, milliseconds now, double per_second) {
    lanes_.with([&](Lanes& lanes) {
        auto& mine = lane(lanes, provider);
        mine.refill(now, per_second);
        mine.turns = std::max(mine.turns - 1, -most_turns(per_second));
    });
}

void Pace::answered(std::string_view provider) {
    lanes_.with([&](Lanes& lanes) {
        auto& mine = lane(lanes, provider);
        mine.failures = 0;
        mine.rests_until = milliseconds{0};
    });
}

void Pace::failed(std::string_view provider, milliseconds now, double jitter) {
    lanes_.with([&](Lanes& lanes) {
        auto& mine = lane(lanes, provider);
        mine.failures += 1;
        if (mine.failures < failures_before_rest) return;
        const auto doublings = std::min(mine.failures - failures_before_rest, 10);
        const auto rest = std::min(first_rest * (1 << doublings), longest_rest);
        mine.rests_until =
            now + milliseconds{std::llround(static_cast<double>(rest.count()) * (1 + jitter) / 2)};
    });
}

void Pace::told_to_wait(std::string_view provider, milliseconds now, seconds wait) {
    lanes_.with([&](Lanes& lanes) { lane(lanes, provider).told_until = now + wait; });
}

std::optional<seconds> Pace::must_wait(std::string_view provider, milliseconds now) const {
    return lanes_.with([&](const Lanes& lanes) -> std::optional<seconds> {
        const auto found = lanes.find(provider);
        if (found == lanes.end() || found->second.told_until <= now) return std::nullopt;
        return std::chrono::ceil<seconds>(found->second.told_until - now);
    });
}

std::vector<std::string> Pace::resting(milliseconds now, double per_second) const {
    return lanes_.with([&](const Lanes& lanes) {
        std::vector<std::string> names;
        for (const auto& [name, lane] : lanes)
            if (!lane.has_turn(now, per_second)) names.push_back(name);
        return names;
    });
}

}  // namespace roadcase::accounts
