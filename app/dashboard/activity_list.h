#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "dashboard/activity_page.h"

namespace roadcase::dashboard {

/// What of the activity is shown, and how much at once.
struct ActivityWish {
    std::string account;         ///< reference; empty: all
    std::optional<Story> story;  ///< nothing: all
    bool problems = false;       ///< only what went wrong
    std::int64_t before = 0;     ///< ids below this one; 0: from the newest
    std::size_t most = 50;       ///< rows
};

struct ActivityList {
    std::vector<ActivityDay> days;
    std::int64_t before = 0;  ///< where the next page goes on; 0: there is none among these records
    std::size_t rows = 0;
};

/// Records come newest first. A run of renewals of one account with nothing else of it in between is one row,
/// "renewed its token 41 times since 09:00". `called`: how an account is called.
ActivityList activity_list(const std::vector<store::ActivityRecord>& records, const ActivityWish& wish,
                           const std::function<Called(const std::string& reference)>& called,
                           const std::string& home, Time now);

}  // namespace roadcase::dashboard
