#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "accounts/accounts.h"
#include "accounts/state.h"

namespace roadcase::accounts {

/// What happened under a lock and is told after it.
using Events = std::vector<Event>;

/// The accounts in memory over the store: each loaded once, found by id or reference, written through.
/// Nothing is shown to readers before the store has it, except when the store cannot: then memory keeps it
/// and says so. Thread-safe; what takes an Account to change it wants its `renewal` lock held.
class Ledger {
  public:
    explicit Ledger(const Accounts::World& world) : world_(world) {}

    /// The account of that very reference; nullptr when there is none.
    Result<AccountPtr> find(const Reference& ref);
    /// E501, E502, or needs_authorization when the client exists and nobody has signed in.
    Result<AccountPtr> open(const Reference& ref);
    Result<AccountPtr> open_id(std::string_view id);

    /// Looks at the store again: another process may have written. Shows and returns the newer of both.
    Result<View> newest(Account& account);
    /// Saves, then shows. Memory keeps what the disk refuses; save_unsaved tries again.
    void keep(Account& account, Standing next, Events& events);
    /// The same for an account that did not exist.
    AccountPtr admit(Standing first, Events& events);
    /// Tries again to save what could not be saved; nothing to do is a success.
    Status save_unsaved(Account& account);
    /// The accounts save_unsaved is for.
    std::vector<AccountPtr> unsaved();

    /// Saves first and shows then: a disk that refuses leaves everything as it is.
    Status change(Account& account, Standing next);
    /// Gives each account the name beside it, all together or none (conflict: a name is another account's).
    /// All their renewal locks are held.
    Status rename(const std::vector<std::pair<AccountPtr, std::string>>& names);

    /// Forgets it, on disk and here.
    Status remove(Account& account);

    std::vector<AccountPtr> everyone_loaded() const;
    /// Loaded accounts only.
    AccountPtr loaded(std::string_view id) const;
    /// What people call the account's provider.
    std::string provider_of(const store::AccountRecord& record) const;
    /// Why there is no token for it now.
    Error error_of(const store::AccountRecord& record) const;

  private:
    struct Index {
        std::map<std::string, AccountPtr, std::less<>> by_id;
        std::map<std::string, std::string, std::less<>> id_of;  ///< by reference
        std::set<std::string, std::less<>> unsaved;
    };
    AccountPtr enter(Standing first);
    AccountPtr loaded_as(const std::string& reference) const;
    Result<std::optional<store::AccountRecord>> look_up(const Reference& ref);
    Result<AccountPtr> open_the_only_one(const Reference& ref);
    void drop(Account& account);
    void note_saved(Account& account, Standing next, const Status& saved, Events& events);

    const Accounts::World& world_;
    Guarded<Index> index_;
};

}  // namespace roadcase::accounts
