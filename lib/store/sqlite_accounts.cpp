#include "store/errors.h"
#include "store/row_values.h"
#include "store/sqlite_store.h"

namespace roadcase::store {
namespace {

std::string text_of(const Value& value) {
    const auto* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string() : *text;
}

/// Enough to name it and to forget it.
AccountRecord damaged_record(const Row& row, const Error& why) {
    AccountRecord record;
    record.id = text_of(row[0]);
    record.client = text_of(row[1]);
    record.provider = text_of(row[2]);
    record.name = text_of(row[3]);
    record.status = AccountStatus::needs_authorization;
    record.problem_code = damaged_code;
    record.problem = why.title;
    return record;
}

}  // namespace

Result<std::optional<AccountRecord>> SqliteStore::account(std::string_view id) {
    return account_where({"id"}, {std::string(id)});
}

Result<std::optional<AccountRecord>> SqliteStore::account_named(std::string_view client,
                                                                std::string_view name) {
    return account_where({"client", "name"}, {std::string(client), std::string(name)});
}

Result<std::optional<AccountRecord>> SqliteStore::account_with_subject(std::string_view client,
                                                                       std::string_view subject) {
    // Accounts whose person is not known are not one person.
    if (subject.empty()) return std::nullopt;
    return account_where({"client", "subject"}, {std::string(client), std::string(subject)});
}

Result<std::optional<AccountRecord>> SqliteStore::account_where(const std::vector<std::string_view>& columns,
                                                                const Row& values) {
    // Both tables in one snapshot: another process may save in between.
    return read([&]() -> Result<std::optional<AccountRecord>> {
        auto found = record_of(accounts_.where(columns, values, " ORDER BY id LIMIT 1"), account_from);
        if (!found) return fail(found.error());
        if (!*found) return std::nullopt;
        auto& [record, has_tokens] = **found;
        if (has_tokens)
            if (auto filled = read_tokens(record); !filled) return fail(filled.error());
        return std::move(record);
    });
}

Status SqliteStore::read_tokens(AccountRecord& record) {
    auto found = record_of(tokens_.where({"account_id"}, {record.id}), tokens_from);
    if (!found) return fail(found.error());
    if (!*found || (*found)->generation != record.generation)
        return fail(damaged(database_->path(), "the tokens of account " + record.id + " cannot be read",
                            *found ? "they are of another generation than the account" : "they are missing"));
    record.tokens = std::move((*found)->tokens);
    return {};
}

Result<std::vector<AccountRecord>> SqliteStore::accounts() {
    const auto record = [](const SealedRow& row) { return account_from(row).record; };
    auto all = read([&] { return records_of(accounts_.where({}, {}, " ORDER BY client, name"), record); });
    return all ? all : accounts_one_by_one();
}

// One damaged row must not hide the others, nor itself.
Result<std::vector<AccountRecord>> SqliteStore::accounts_one_by_one() {
    return read([&]() -> Result<std::vector<AccountRecord>> {
        const auto rows =
            database_->run("SELECT id, client, provider, name FROM accounts ORDER BY client, name");
        if (!rows) return fail(rows.error());
        std::vector<AccountRecord> records;
        for (const auto& row : *rows) {
            auto sound = record_of(accounts_.where({"id"}, {row.front()}), account_from);
            records.push_back(sound && *sound ? (*sound)->record
                                              : damaged_record(row, sound ? Error{} : sound.error()));
        }
        return records;
    });
}

Result<std::size_t> SqliteStore::account_count() {
    return read([&]() -> Result<std::size_t> {
        const auto rows = database_->run("SELECT count(*) FROM accounts");
        if (!rows) return fail(rows.error());
        const auto* count = std::get_if<std::int64_t>(&rows->front().front());
        return count == nullptr ? 0 : static_cast<std::size_t>(*count);
    });
}

Result<std::vector<std::string>> SqliteStore::ids(const std::string& sql, const Row& parameters) {
    return read([&]() -> Result<std::vector<std::string>> {
        const auto rows = database_->run(sql, parameters);
        if (!rows) return fail(rows.error());
        std::vector<std::string> found;
        for (const auto& row : *rows)
            if (const auto* id = std::get_if<std::string>(&row.front())) found.push_back(*id);
        return found;
    });
}

Result<std::vector<std::string>> SqliteStore::due(Time until, std::size_t limit,
                                                  const std::vector<std::string>& except_providers) {
    return ids(due_sql, {to_unix(until), list_text(except_providers), static_cast<std::int64_t>(limit)});
}

Result<std::vector<std::string>> SqliteStore::connected_ids(std::string_view provider) {
    return ids("SELECT id FROM accounts WHERE status = 'connected' AND provider = ?",
               {std::string(provider)});
}

Result<std::vector<std::string>> SqliteStore::ids_from_after(Time now) {
    return ids(
        "SELECT id FROM accounts WHERE status = 'connected' AND (renewed_at > ?1 OR authorized_at > ?1)",
        {to_unix(now)});
}

Status SqliteStore::save(const AccountRecord& record) {
    auto saved = save_once(record);
    // For this the room was held.
    if (!saved && saved.error().code == "E406" && ballast_.let_go()) return save_once(record);
    return saved;
}

Status SqliteStore::save_once(const AccountRecord& record) {
    return write([&] {
        return refuse_stale(record)
            .and_then([&] { return refuse_taken_name(record); })
            .and_then([&] { return accounts_.put(to_row(record)); })
            .and_then([&] { return put_tokens(record); })
            .and_then([&] {
                return database_->execute("DELETE FROM refresh_journal WHERE account_id = ?", {record.id});
            });
    });
}

Status SqliteStore::adopt(const Bundle& bundle, const std::vector<std::string>& replaced) {
    return write([&]() -> Status {
        Status done;
        const auto then = [&](auto step) {
            if (done) done = step();
        };
        for (const auto& id : replaced)
            then([&] { return database_->execute("DELETE FROM accounts WHERE id = ?", {id}); });
        for (const auto& record : bundle.accounts) {
            then([&] { return refuse_taken_name(record); });
            then([&] { return accounts_.put(to_row(record)); });
            then([&] { return put_tokens(record); });
        }
        for (const auto& key : bundle.keys) then([&] { return keys_.put(to_row(key)); });
        for (const auto& handle : bundle.handles) then([&] { return handles_.put(to_row(handle)); });
        for (const auto& document : bundle.documents) then([&] { return documents_.put(to_row(document)); });
        return done;
    });
}

Status SqliteStore::refuse_stale(const AccountRecord& record) {
    const auto newer = database_->run("SELECT 1 FROM accounts WHERE id = ? AND generation > ?",
                                      {record.id, record.generation});
    if (!newer) return fail(newer.error());
    if (newer->empty()) return {};
    return fail(ErrorKind::internal, "stale", "A newer sign-in of this account is saved already.",
                "The result that came late was not written over it.");
}

Status SqliteStore::refuse_taken_name(const AccountRecord& record) {
    const auto other = database_->run("SELECT 1 FROM accounts WHERE client = ? AND name = ? AND id <> ?",
                                      {record.client, record.name, record.id});
    if (!other) return fail(other.error());
    if (other->empty()) return {};
    const auto reference = record.name.empty() ? record.client : record.client + "/" + record.name;
    return fail(ErrorKind::internal, "taken", "There is another account \"" + reference + "\" already.", "",
                "Choose another name.");
}

Status SqliteStore::put_tokens(const AccountRecord& record) {
    if (record.tokens) return tokens_.put(to_row(record.id, record.generation, *record.tokens));
    return database_->execute("DELETE FROM tokens WHERE account_id = ?", {record.id});
}

Status SqliteStore::remove_account(std::string_view id) {
    // Its tokens and its journal row go with it (ON DELETE CASCADE).
    return write_one("DELETE FROM accounts WHERE id = ?", {std::string(id)});
}

}  // namespace roadcase::store
