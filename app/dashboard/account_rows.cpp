#include "dashboard/account_rows.h"

#include "dashboard/account_view.h"
#include "dashboard/hidden_names.h"

namespace roadcase::dashboard {

using accounts::Reference;
using store::AccountRecord;

bool may_use(const store::KeyRecord& key, const AccountRecord& account) {
    return !key.paused && !key.unconfirmed && accounts::Keys::may_ask(key, account).has_value();
}

/// The list comes without tokens, and how long one lives is half of what a person wants to know.
Result<std::vector<AccountRecord>> accounts_with_life(World& world) {
    auto records = world.accounts.list();
    if (!records) return records;
    for (auto& record : *records)
        if (auto whole =
                world.accounts.find(Reference{.client = {}, .name = {}, .subject = {}, .id = record.id}))
            record = std::move(*whole);
    return records;
}

std::vector<AccountRow> rows_of(World& world, const std::vector<AccountRecord>& records) {
    const auto keys = world.keys.list().value_or(std::vector<store::KeyRecord>());
    std::vector<AccountRow> rows;
    for (const auto& record : records) {
        rows.push_back(account_row(record, world.registry.find(record.client).get(),
                                   world.accounts.is_renewing(record.id), world.clock.now()));
        auto& row = rows.back();
        row.number = number_of(world, record);
        if (!row.number.empty()) row.person.clear();
        for (const auto& key : keys)
            if (key.last_used_at && may_use(key, record)) row.used_by.push_back(key.name);
    }
    return rows;
}

Tone worst_of(World& world) {
    const auto records = accounts_with_life(world);
    return records ? summary_of(rows_of(world, *records)).tone : Tone::err;
}

}  // namespace roadcase::dashboard
