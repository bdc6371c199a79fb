// Accounts change their names, one or several at once.
#include <algorithm>

#include "store/sqlite_store.h"

namespace roadcase::store {
namespace {

std::string reference(const AccountRecord& record) {
    return record.name.empty() ? record.client : record.client + "/" + record.name;
}

}  // namespace

/// Out of the way of the others, under a name that nobody can have, until it is put with its new one.
Result<AccountRecord> SqliteStore::put_aside(const std::string& id) {
    auto found = record_of(accounts_.where({"id"}, {id}), account_from);
    if (!found) return fail(found.error());
    if (!*found) return fail(ErrorKind::not_found, "E501", "An account was removed meanwhile.");
    const auto moved = database_->execute("UPDATE accounts SET name = ? WHERE id = ?", {"/" + id, id});
    if (!moved) return fail(moved.error());
    auto record = std::move((*found)->record);
    // The row says whether there are tokens; they are not touched.
    if ((*found)->has_tokens) record.tokens.emplace();
    return record;
}

Status SqliteStore::rename_accounts(const std::vector<Renaming>& renamings) {
    return write([&]() -> Status {
        std::vector<AccountRecord> records;
        for (const auto& renaming : renamings) {
            auto record = put_aside(renaming.account_id);
            if (!record) return fail(record.error());
            records.push_back(std::move(*record));
        }
        std::map<std::string, std::string> references;
        for (std::size_t i = 0; i < records.size(); ++i) {
            auto& record = records[i];
            const auto before = reference(record);
            record.name = renamings[i].name;
            references[before] = reference(record);
            auto done = refuse_taken_name(record).and_then([&] { return accounts_.put(to_row(record)); });
            if (!done && done.error().code == "taken") done.error().kind = ErrorKind::conflict;
            if (!done) return done;
        }
        return let_keys_follow(references);
    });
}

/// What a key may ask for is an account, whatever it is called.
Status SqliteStore::let_keys_follow(const std::map<std::string, std::string>& references) {
    auto keys = records_of(keys_.where({}, {}), key_from);
    if (!keys) return fail(keys.error());
    for (auto& key : *keys) {
        const auto before = key.accounts;
        for (auto& account : key.accounts)
            if (const auto found = references.find(account); found != references.end())
                account = found->second;
        if (key.accounts == before) continue;
        if (auto put = keys_.put(to_row(key)); !put) return put;
    }
    return {};
}

}  // namespace roadcase::store
