#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "store/ballast.h"
#include "store/data_key.h"
#include "store/patient_lock.h"
#include "store/rows.h"
#include "store/sealed_table.h"
#include "store/vault.h"

namespace roadcase::store {

/// What due() asks; here so that a test can see which index it takes.
inline constexpr auto due_sql =
    "SELECT id FROM accounts WHERE status = 'connected' AND next_attempt_at <= ? "
    "AND provider NOT IN (SELECT value FROM json_each(?)) ORDER BY next_attempt_at, id LIMIT ?";

/// Store over one SQLite connection: each call is one short transaction, one after the other.
class SqliteStore final : public SealedStore {
  public:
    /// `random` must outlive it.
    SqliteStore(std::unique_ptr<Database> database, DataKey data_key, int schema, Random& random);

    Status check_writable() override;

    Result<std::optional<AccountRecord>> account(std::string_view id) override;
    Result<std::optional<AccountRecord>> account_named(std::string_view client,
                                                       std::string_view name) override;
    Result<std::optional<AccountRecord>> account_with_subject(std::string_view client,
                                                              std::string_view subject) override;
    Result<std::vector<AccountRecord>> accounts() override;
    Result<std::size_t> account_count() override;
    Result<std::vector<std::string>> due(Time until, std::size_t limit,
                                         const std::vector<std::string>& except_providers) override;
    Result<std::vector<std::string>> connected_ids(std::string_view provider) override;
    Result<std::vector<std::string>> ids_from_after(Time now) override;
    Status save(const AccountRecord& record) override;
    Status rename_accounts(const std::vector<Renaming>& renamings) override;
    Status adopt(const Bundle& bundle, const std::vector<std::string>& replaced) override;
    Status remove_account(std::string_view id) override;

    Status begin_refresh(const RefreshJournalRow& row) override;
    Status end_refresh(std::string_view account_id) override;
    Result<std::vector<RefreshJournalRow>> unfinished_refreshes() override;

    Status put_pending(const PendingAuthorization& pending, std::size_t max_pending) override;
    Result<std::optional<PendingAuthorization>> pending(std::string_view state_hash) override;
    Result<std::optional<PendingAuthorization>> take_pending(std::string_view state_hash) override;
    Status drop_pending_before(Time created_before) override;

    Status put_document(std::string_view name, const Secret& body, Time at) override;
    Result<std::optional<Document>> document(std::string_view name) override;
    Status remove_document(std::string_view name) override;
    Result<std::vector<Document>> documents(std::string_view prefix) override;

    Status add_key(const KeyRecord& key) override;
    Result<std::vector<KeyRecord>> keys() override;
    Result<std::optional<KeyRecord>> key_with_hash(std::string_view hash) override;
    Status update_key(const KeyRecord& key) override;
    Status revoke_key(std::string_view id) override;
    Status touch_key(std::string_view id, Time at, std::int64_t uses) override;

    Status add_handle(const HandleRecord& handle) override;
    Result<std::vector<HandleRecord>> handles() override;
    Result<std::optional<HandleRecord>> handle_with_hash(std::string_view hash) override;
    Status revoke_handle(std::string_view id) override;
    Status touch_handle(std::string_view id, Time at, std::int64_t uses) override;

    Status put_link(const LinkRecord& link) override;
    Result<std::vector<LinkRecord>> links() override;
    Status remove_link(std::string_view id) override;

    Status add_activity(const ActivityRecord& record) override;
    Result<std::vector<ActivityRecord>> activity(std::size_t newest) override;

    Result<VaultStatus> vault_status() override;
    Status rekey(std::unique_ptr<KeySource> to, Time now) override;
    Status rotate(Time now) override;

  private:
    template <class Work>
    auto read(Work&& work) {
        const auto sealer = sealer_lock_.shared();
        return database_->transaction(Database::Access::read, std::forward<Work>(work));
    }
    template <class Work>
    auto write(Work&& work) {
        const auto sealer = sealer_lock_.shared();
        return database_->transaction(Database::Access::write, std::forward<Work>(work));
    }
    Status refuse_held(const RefreshJournalRow& row);
    /// For what nobody's token hangs on: a power cut may forget the newest of it, the end of this process
    /// does not.
    template <class Work>
    auto write_soon(Work&& work) {
        const auto sealer = sealer_lock_.shared();
        return database_->transaction(Database::Access::write_soon, std::forward<Work>(work));
    }
    Status write_one(const std::string& sql, const Row& parameters);

    Result<std::vector<std::string>> ids(const std::string& sql, const Row& parameters);
    Result<std::optional<AccountRecord>> account_where(const std::vector<std::string_view>& columns,
                                                       const Row& values);
    Result<std::vector<AccountRecord>> accounts_one_by_one();
    Status save_once(const AccountRecord& record);
    Status read_tokens(AccountRecord& record);
    Status refuse_stale(const AccountRecord& record);
    Status refuse_taken_name(const AccountRecord& record);
    Status put_tokens(const AccountRecord& record);
    Result<AccountRecord> put_aside(const std::string& id);
    Status let_keys_follow(const std::map<std::string, std::string>& references);

    Status reseal_all(const Sealer& next);

    std::unique_ptr<Database> database_;
    Random* random_;
    const int schema_;
    std::mutex vault_mutex_;  ///< over data_key_; taken before any other lock
    DataKey data_key_;
    /// Whoever is in a transaction shares it; rotate() has it alone, so that no snapshot meets another key.
    PatientLock sealer_lock_;
    Sealer sealer_;
    Ballast ballast_;
    SealedTable accounts_;
    SealedTable tokens_;
    SealedTable journal_;
    SealedTable pending_;
    SealedTable documents_;
    SealedTable keys_;
    SealedTable handles_;
    SealedTable links_;
    SealedTable activity_;
};

/// Every row as a record.
template <class Convert>
auto records_of(Result<std::vector<SealedRow>> rows, Convert convert)
    -> Result<std::vector<decltype(convert(rows->front()))>> {
    if (!rows) return fail(rows.error());
    std::vector<decltype(convert(rows->front()))> records;
    records.reserve(rows->size());
    for (const auto& row : *rows) records.push_back(convert(row));
    return records;
}

/// The first row as a record, if there is one.
template <class Convert>
auto record_of(Result<std::vector<SealedRow>> rows, Convert convert)
    -> Result<std::optional<decltype(convert(rows->front()))>> {
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::nullopt;
    return convert(rows->front());
}

}  // namespace roadcase::store
