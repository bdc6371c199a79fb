#include "dashboard/account_history.h"

#include <algorithm>

namespace roadcase::dashboard {
namespace {

constexpr std::size_t looked_through = 2'000;  ///< newest activities
constexpr seconds week{7 * 86'400};

bool failed(const std::string& kind) {
    return kind == "provider.down" || kind == "account.expiring" || kind == "account.needs_authorization";
}

}  // namespace

AccountHistory history_of(store::Store& store, const std::string& reference, Time now) {
    AccountHistory history;
    const auto records = store.activity(looked_through);
    if (!records) return history;
    for (const auto& record : *records) {
        const bool renewed = record.kind == "token.renewed";
        if (record.account != reference || now - record.at > week || !(renewed || failed(record.kind)))
            continue;
        history.marks.push_back(renewed);
        (renewed ? history.renewals : history.failures) += 1;
    }
    std::reverse(history.marks.begin(), history.marks.end());
    return history;
}

}  // namespace roadcase::dashboard
