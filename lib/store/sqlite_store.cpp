#include "store/sqlite_store.h"

#include "store/errors.h"
#include "store/schema.h"

namespace roadcase::store {

SqliteStore::SqliteStore(std::unique_ptr<Database> database, DataKey data_key, int schema, Random& random)
    : database_(std::move(database)),
      random_(&random),
      schema_(schema),
      data_key_(std::move(data_key)),
      sealer_(data_key_.key, random),
      ballast_(database_->path() + ".room"),
      accounts_(*database_, sealer_, accounts_shape),
      tokens_(*database_, sealer_, tokens_shape),
      journal_(*database_, sealer_, journal_shape),
      pending_(*database_, sealer_, pending_shape),
      documents_(*database_, sealer_, documents_shape),
      keys_(*database_, sealer_, keys_shape),
      handles_(*database_, sealer_, handles_shape),
      links_(*database_, sealer_, links_shape),
      activity_(*database_, sealer_, activity_shape) {}

Status SqliteStore::write_one(const std::string& sql, const Row& parameters) {
    return write([&] { return database_->execute(sql, parameters); });
}

// Never the same bytes: SQLite does not write what is there already.
Status SqliteStore::check_writable() {
    return ballast_.hold().and_then([&] {
        return write_soon([&] {
            return database_->execute(
                "INSERT INTO meta (name, value) VALUES ('write_check', randomblob(16)) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value");
        });
    });
}

Status SqliteStore::begin_refresh(const RefreshJournalRow& row) {
    return ballast_.hold().and_then([&] {
        return write([&] { return refuse_held(row).and_then([&] { return journal_.put(to_row(row)); }); });
    });
}

Status SqliteStore::refuse_held(const RefreshJournalRow& row) {
    const auto found = record_of(journal_.where({"account_id"}, {row.account_id}), journal_from);
    if (!found) return fail(found.error());
    if (!*found || (*found)->owner == row.owner || (*found)->lease_until <= row.started_at) return {};
    return fail(held((*found)->lease_until - row.started_at));
}

Status SqliteStore::end_refresh(std::string_view account_id) {
    return write_one("DELETE FROM refresh_journal WHERE account_id = ?", {std::string(account_id)});
}

Result<std::vector<RefreshJournalRow>> SqliteStore::unfinished_refreshes() {
    const auto accounts = ids("SELECT account_id FROM refresh_journal ORDER BY started_at, account_id", {});
    if (!accounts) return fail(accounts.error());
    std::vector<RefreshJournalRow> rows;
    for (const auto& id : *accounts) {
        const auto row = read([&] { return record_of(journal_.where({"account_id"}, {id}), journal_from); });
        if (row && !*row) continue;
        rows.push_back(row ? **row : RefreshJournalRow{id, unknown_generation, {}, 0, {}, {}});
    }
    return rows;
}

Status SqliteStore::put_pending(const PendingAuthorization& pending, std::size_t max_pending) {
    return write_soon([&] {
        return pending_.put(to_row(pending)).and_then([&] {
            // By order of arrival: a clock that was set back must not push out the newest.
            return database_->execute(
                "DELETE FROM pending_authorizations WHERE rowid IN "
                "(SELECT rowid FROM pending_authorizations ORDER BY rowid DESC LIMIT -1 OFFSET ?)",
                {static_cast<std::int64_t>(max_pending)});
        });
    });
}

Result<std::optional<PendingAuthorization>> SqliteStore::pending(std::string_view state_hash) {
    return read(
        [&] { return record_of(pending_.where({"state_hash"}, {std::string(state_hash)}), pending_from); });
}

Result<std::optional<PendingAuthorization>> SqliteStore::take_pending(std::string_view state_hash) {
    return write_soon(
        [&] { return record_of(pending_.take("state_hash", std::string(state_hash)), pending_from); });
}

Status SqliteStore::drop_pending_before(Time created_before) {
    return write_soon([&] {
        return database_->execute("DELETE FROM pending_authorizations WHERE created_at < ?",
                                  {to_unix(created_before)});
    });
}

Status SqliteStore::put_document(std::string_view name, const Secret& body, Time at) {
    return write([&] { return documents_.put(to_row(Document{std::string(name), at, body})); });
}

Result<std::optional<Document>> SqliteStore::document(std::string_view name) {
    return read([&] { return record_of(documents_.where({"name"}, {std::string(name)}), document_from); });
}

Result<std::vector<Document>> SqliteStore::documents(std::string_view prefix) {
    auto all = read([&] { return records_of(documents_.where({}, {}, " ORDER BY name"), document_from); });
    if (all) std::erase_if(*all, [&](const Document& each) { return !each.name.starts_with(prefix); });
    return all;
}

Status SqliteStore::remove_document(std::string_view name) {
    return write_one("DELETE FROM documents WHERE name = ?", {std::string(name)});
}

}  // namespace roadcase::store
