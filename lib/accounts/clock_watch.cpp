#include "accounts/clock_watch.h"

#include <algorithm>
#include <vector>

#include "http/url.h"
#include "oauth/timestamps.h"

namespace roadcase::accounts {
namespace {

constexpr std::size_t enough_of_one = 3;
constexpr seconds alike{60};
// An answer that took longer may have been dated at its beginning.
constexpr milliseconds prompt{2000};

Time at_boot(Time instant, const Clock& clock) {
    return instant - std::chrono::floor<seconds>(clock.since_boot());
}

/// The middle one of the largest number of measures that agree; nothing below `enough`.
std::optional<Time> agreed(std::vector<Time> measures, std::size_t enough) {
    std::sort(measures.begin(), measures.end());
    std::optional<Time> middle;
    for (std::size_t first = 0, last = 0; last < measures.size(); ++last) {
        while (measures[last] - measures[first] > alike) ++first;
        if (const auto together = last - first + 1; together >= enough) {
            enough = together + 1;
            middle = measures[first + together / 2];
        }
    }
    return middle;
}

}  // namespace

Error clock_is_off(seconds skew) {
    return make_error(ErrorKind::config, "E106",
                      "This PC's clock is " + in_words(std::chrono::abs(skew)) +
                          (skew < seconds{0} ? " behind." : " ahead."),
                      "The providers' answers say so. Sign-ins and renewals may fail or look ended.",
                      "timedatectl set-ntp true");
}

ClockWatch::ClockWatch(const Clock& clock, seconds tolerance, std::function<void(const Error&)> tell)
    : clock_(clock), tell_(std::move(tell)), state_(State{tolerance, {}, false}) {}

void ClockWatch::note(std::string_view host, std::string_view date) {
    const auto instant = oauth::parse_http_date(date);
    if (!instant) return;
    const auto news = state_.with([&](State& state) -> std::optional<seconds> {
        auto& measures = state.hosts[std::string(host)];
        measures.push_back(at_boot(*instant, clock_));
        if (measures.size() > enough_of_one) measures.pop_front();
        const auto skew = skew_of(state);
        const bool first_time = skew && !state.told;
        state.told = skew.has_value();
        return first_time ? skew : std::nullopt;
    });
    if (news && tell_) tell_(clock_is_off(*news));
}

std::optional<seconds> ClockWatch::skew_of(const State& state) const {
    std::vector<Time> measures;
    std::size_t enough = enough_of_one;
    if (state.hosts.size() == 1) {
        const auto& all = state.hosts.begin()->second;
        measures.assign(all.begin(), all.end());
    } else {
        for (const auto& [host, each] : state.hosts) measures.push_back(each.back());
        enough = measures.size() / 2 + 1;
    }
    const auto truth = agreed(std::move(measures), enough);
    if (!truth) return std::nullopt;
    const seconds skew = at_boot(clock_.now(), clock_) - *truth;
    return std::chrono::abs(skew) > state.tolerance ? std::optional(skew) : std::nullopt;
}

std::optional<seconds> ClockWatch::skew() const {
    return state_.with([&](const State& state) { return skew_of(state); });
}

std::optional<Error> ClockWatch::problem() const {
    const auto off = skew();
    return off ? std::optional(clock_is_off(*off)) : std::nullopt;
}

void ClockWatch::use(seconds tolerance) {
    state_.with([&](State& state) { state.tolerance = tolerance; });
}

Result<http::Response> WatchedTransport::send(const http::Request& request) {
    const auto start = clock_.since_boot();
    auto response = inner_.send(request);
    if (!response || clock_.since_boot() - start > prompt) return response;
    const auto url = http::parse_url(request.url);
    const auto date = response->headers.find("Date");
    if (url && date && !url->is_loopback()) watch_.note(url->host, *date);
    return response;
}

}  // namespace roadcase::accounts
