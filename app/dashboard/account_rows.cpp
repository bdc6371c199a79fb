#include "dashboard/account_rows.h"

#include <algorithm>

#include "dashboard/account_state.h"
#include "dashboard/account_view.h"

namespace roadcase::dashboard {

using accounts::Reference;
using store::AccountRecord;

namespace {

/// What a provider said may name the person.
void hide_name(AccountRow& row, const HiddenNames& names) {
    row.number = names.number_of(row.reference);
    row.person.clear();
    row.text = names.without_name(row.reference, std::move(row.text));
    for (auto& [fact, value] : row.facts) value = names.without_name(row.reference, std::move(value));
}

}  // namespace

bool may_use(const store::KeyRecord& key, const AccountRecord& account) {
    return !key.paused && !key.unconfirmed && accounts::Keys::may_ask(key, account).has_value();
}

Result<std::vector<AccountRecord>> accounts_with_life(World& world) {
    auto records = world.accounts.list();
    if (!records) return records;
    for (auto& record : *records)
        if (auto whole =
                world.accounts.find(Reference{.client = {}, .name = {}, .subject = {}, .id = record.id}))
            record = std::move(*whole);
    return records;
}

std::vector<AccountRow> rows_of(World& world, const std::vector<AccountRecord>& records,
                                const HiddenNames& names) {
    const auto keys = world.keys.list().value_or(std::vector<store::KeyRecord>());
    std::vector<AccountRow> rows;
    rows.reserve(records.size());
    for (const auto& record : records) {
        rows.push_back(account_row(record, world.registry.find(record.client).get(),
                                   world.accounts.is_renewing(record.id), world.clock.now()));
        auto& row = rows.back();
        if (names.hide()) hide_name(row, names);
        for (const auto& key : keys)
            if (key.last_used_at && may_use(key, record)) row.used_by.push_back(key.name);
    }
    return rows;
}

std::vector<AccountRow> rows_of(World& world, const std::vector<AccountRecord>& all) {
    return rows_of(world, all, hidden_names(world, all));
}

Tone worst_of(const World& world) {
    const auto records = world.accounts.list();
    return records ? worst_of(world, *records) : Tone::err;
}

// Words and rows are not asked for, so nothing but the states is looked at.
Tone worst_of(const World& world, const std::vector<AccountRecord>& all) {
    auto worst = all.empty() ? Tone::muted : Tone::ok;
    const auto now = world.clock.now();
    for (const auto& record : all)
        worst = std::max(worst, tone_of(record, world.accounts.is_renewing(record.id), now));
    return worst == Tone::info ? Tone::ok : worst;
}

}  // namespace roadcase::dashboard
