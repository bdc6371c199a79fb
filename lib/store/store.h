#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/random.h"
#include "core/result.h"
#include "store/bundle.h"
#include "store/records.h"

namespace roadcase::store {

/// Where accounts live. Every call is atomic; what it wrote survives the end of this process, and, for
/// accounts, their journal, documents, keys, handles and links, a power cut, too. Thread-safe. Failures are
/// of kind `internal` (disk full, read-only: E406; damage is named, never skipped).
class Store {
  public:
    virtual ~Store() = default;

    /// Can we write right now? Asked before a refresh token is spent; touches the disk.
    virtual Status check_writable() = 0;

    virtual Result<std::optional<AccountRecord>> account(std::string_view id) = 0;
    /// By reference parts; an empty name is the client's default account.
    virtual Result<std::optional<AccountRecord>> account_named(std::string_view client,
                                                               std::string_view name) = 0;
    virtual Result<std::optional<AccountRecord>> account_with_subject(std::string_view client,
                                                                      std::string_view subject) = 0;
    /// All accounts without their tokens, ordered by client and name. One whose row is damaged has its id and
    /// names, and damaged_code as its problem.
    virtual Result<std::vector<AccountRecord>> accounts() = 0;
    virtual Result<std::size_t> account_count() = 0;
    /// Ids of connected accounts whose next_attempt_at is at or before `until`, earliest first; without those
    /// of some providers. Costs what it gives, not what is stored.
    virtual Result<std::vector<std::string>> due(Time until, std::size_t limit,
                                                 const std::vector<std::string>& except_providers) = 0;
    /// Ids of connected accounts of a provider. Opens no seal.
    virtual Result<std::vector<std::string>> connected_ids(std::string_view provider) = 0;
    /// Ids of connected accounts that were authorized or renewed after `now`: the clock was ahead then. Looks
    /// at all.
    virtual Result<std::vector<std::string>> ids_from_after(Time now) = 0;

    /// Writes the whole record, tokens included, and removes its journal row, in one transaction. Refused
    /// (kind `internal`) when the stored generation is greater than the record's (code "stale") or another
    /// account of the client has its name (code "taken").
    virtual Status save(const AccountRecord& record) = 0;
    /// Gives the accounts these names, all in one transaction, and keys that name them follow. Refused (kind
    /// `conflict`) when a name is another account's, and when one of them is gone (kind `not_found`).
    virtual Status rename_accounts(const std::vector<Renaming>& renamings) = 0;
    /// Forgets the account, its tokens and its journal row.
    virtual Status remove_account(std::string_view id) = 0;

    /// Refused (code "held", with retry_after) while the lease of another owner lasts at row.started_at. Also
    /// proves that the store can be written, with room for the answer.
    virtual Status begin_refresh(const RefreshJournalRow& row) = 0;
    virtual Status end_refresh(std::string_view account_id) = 0;
    /// One that is damaged is there without what it said (unknown_generation): the account is what counts.
    virtual Result<std::vector<RefreshJournalRow>> unfinished_refreshes() = 0;

    /// Remembers a begun authorization; beyond `max_pending` the oldest go.
    virtual Status put_pending(const PendingAuthorization& pending, std::size_t max_pending) = 0;
    /// Looks without taking.
    virtual Result<std::optional<PendingAuthorization>> pending(std::string_view state_hash) = 0;
    /// Takes it out: of any number of callers exactly one gets it.
    virtual Result<std::optional<PendingAuthorization>> take_pending(std::string_view state_hash) = 0;
    virtual Status drop_pending_before(Time created_before) = 0;

    /// Keeps it under its name, over what was there.
    virtual Status put_document(std::string_view name, const Secret& body, Time at) = 0;
    virtual Result<std::optional<Document>> document(std::string_view name) = 0;
    virtual Status remove_document(std::string_view name) = 0;
    /// Those whose names begin so, ordered by name.
    virtual Result<std::vector<Document>> documents(std::string_view prefix) = 0;

    virtual Status add_key(const KeyRecord& key) = 0;
    virtual Result<std::vector<KeyRecord>> keys() = 0;
    virtual Result<std::optional<KeyRecord>> key_with_hash(std::string_view hash) = 0;
    /// Over the one with this id; its use and its count stay. One that is not there stays away.
    virtual Status update_key(const KeyRecord& key) = 0;
    virtual Status revoke_key(std::string_view id) = 0;
    /// Counts uses, the last of them at `at`.
    virtual Status touch_key(std::string_view id, Time at, std::int64_t uses) = 0;

    virtual Status add_handle(const HandleRecord& handle) = 0;
    virtual Result<std::vector<HandleRecord>> handles() = 0;
    virtual Result<std::optional<HandleRecord>> handle_with_hash(std::string_view hash) = 0;
    virtual Status revoke_handle(std::string_view id) = 0;
    virtual Status touch_handle(std::string_view id, Time at, std::int64_t uses) = 0;

    /// Adds it, or writes over the one with its id. A path has one link: refused (code "taken") for another.
    virtual Status put_link(const LinkRecord& link) = 0;
    virtual Result<std::vector<LinkRecord>> links() = 0;
    virtual Status remove_link(std::string_view id) = 0;

    /// Appends; only the newest 10,000 are kept.
    virtual Status add_activity(const ActivityRecord& record) = 0;
    virtual Result<std::vector<ActivityRecord>> activity(std::size_t newest) = 0;

    /// Adds everything of a bundle, all or nothing, after the accounts with the ids of `replaced` were
    /// forgotten. Refused (code "taken") when another account of a client has a name.
    virtual Status adopt(const Bundle& bundle, const std::vector<std::string>& replaced) = 0;
};

/// Opens (or makes) roadcase.db in `directory` with a key file (store/vault.h has the other ways).
Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& directory, const std::string& key_file,
                                                 Random& random);

}  // namespace roadcase::store
