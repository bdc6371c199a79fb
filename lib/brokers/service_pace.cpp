#include "brokers/service_pace.h"

#include <algorithm>

namespace roadcase::brokers {

ServicePace::Turn ServicePace::take(std::string_view service, milliseconds now) {
    return lanes_.with([&](auto& lanes) -> Turn {
        auto& lane = lanes.try_emplace(std::string(service)).first->second;
        auto begins = std::max(now, lane.told_until);
        if (!lane.taken.empty()) begins = std::max(begins, lane.taken.back());
        if (lane.taken.size() == per_second_) begins = std::max(begins, lane.taken.front() + seconds{1});
        if (begins - now > longest_wait) return {false, begins - now};
        if (lane.taken.size() == per_second_) lane.taken.pop_front();
        lane.taken.push_back(begins);
        return {true, begins - now};
    });
}

void ServicePace::told_to_wait(std::string_view service, milliseconds now, seconds wait) {
    lanes_.with([&](auto& lanes) {
        auto& lane = lanes.try_emplace(std::string(service)).first->second;
        lane.told_until = std::max<milliseconds>(lane.told_until, now + wait);
    });
}

}  // namespace roadcase::brokers
