#pragma once

#include <string>
#include <vector>

#include "store/store.h"

namespace roadcase::dashboard {

/// How an account's renewals went in the last seven days, as far as the activity list reaches.
struct AccountHistory {
    std::vector<bool> marks;  ///< oldest first: did it work?
    int renewals = 0, failures = 0;
};

AccountHistory history_of(store::Store& store, const std::string& reference, Time now);

}  // namespace roadcase::dashboard
