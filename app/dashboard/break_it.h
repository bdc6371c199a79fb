#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dashboard/view.h"
#include "store/records.h"

namespace roadcase::dashboard {

struct World;

/// The box beside a practice account: breakdowns to rehearse off air.
struct BreakIt {
    std::string account_id;
    std::string csrf;
    std::string broken;          ///< the rehearsal that is on, such as "down"; empty: none
    bool needs_sign_in = false;  ///< the account does
    bool has_real_account = false;
    std::string reconnect;  ///< where the practice account is signed in again
};

/// Nothing without a practice account among `records`.
std::optional<BreakIt> break_it(const World& world, const std::vector<store::AccountRecord>& records);

/// What {{> parts/break_it}} needs.
View view_of(const BreakIt& box);

}  // namespace roadcase::dashboard
