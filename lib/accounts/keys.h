#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/events.h"
#include "accounts/key_memory.h"
#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"
#include "store/store.h"

namespace roadcase::accounts {

/// What a new key may do.
struct KeyWish {
    std::string name;
    std::vector<std::string> accounts;  ///< references, or "*" for all; may be empty when brokers are named
    std::vector<std::string> scopes;    ///< not empty: only accounts that may do no more than this
    std::vector<std::string> brokers;   ///< "NAME/PLACE/ROLE", or "*"
    std::int64_t max_ttl = 0;           ///< seconds; 0: as long as a broker says
    std::vector<std::string> origins;   ///< web pages that may show it; empty: those of the broker
    std::optional<Time> expires_at;
    std::int64_t per_minute = 0;  ///< 0: the usual number
    bool confirmed = false;       ///< never asks a person at its first use
};

/// What becomes different; the rest stays.
struct KeyChange {
    std::optional<bool> paused;
    bool allow = false;  ///< the person's yes to its first use
    std::optional<std::vector<std::string>> accounts;
    std::optional<std::vector<std::string>> scopes;
    std::optional<std::vector<std::string>> brokers;
    std::optional<std::int64_t> max_ttl;
    std::optional<std::vector<std::string>> origins;
    std::optional<std::optional<Time>> expires_at;  ///< an empty one inside: it does not end any more
    std::optional<std::int64_t> per_minute;
};

/// A new key; `key` is told once and exists nowhere afterwards.
struct CreatedKey {
    store::KeyRecord record;
    Secret key;
};

/// Scripts' passports ("rck_", local_secret.h). Thread-safe.
///
/// To who shows one, wrong, unknown, ended, paused and "not for that account" are the same: key_refused().
/// The owner is told which it was: `publish` gets "key.refused" (ten a minute at most), "key.first_used" once
/// for each key, and "key.created", "key.changed", "key.revoked".
class Keys {
  public:
    Keys(store::Store& store, const Clock& clock, Random& random,
         std::function<void(const Event&)> publish = {});
    ~Keys();

    /// From now on new keys wait for a person at their first use, or not.
    void confirm_first_use(bool wanted) { confirm_first_use_ = wanted; }

    Result<CreatedKey> create(const KeyWish& wish);
    Result<std::vector<store::KeyRecord>> list();
    /// By name or id, as in all below; not_found (E501) otherwise.
    Result<store::KeyRecord> find(std::string_view name_or_id);
    /// Holds at once, in requests that are already here too. A pause that cannot be saved holds until this
    /// process ends, and is an Error.
    Result<store::KeyRecord> change(std::string_view name_or_id, const KeyChange& change);
    /// Another key with the same name and rights in place of this one, which ends. On failure the old one
    /// goes on. Conflict: it has ended, so another one would have, too.
    Result<CreatedKey> replace(std::string_view name_or_id);
    /// As change(): the Error is told and the key paused.
    Status revoke(std::string_view name_or_id);
    /// The kill switch: every key, also after one that failed; the first Error.
    Status pause_all(bool paused);
    Status revoke_all();

    /// Who presents this key. Refused: key_refused(); denied (E509) while it waits for a person's yes;
    /// slow_down with retry_after beyond its requests a minute. A known key costs no disk. `again`: for a
    /// request that was counted before.
    Result<KeyPtr> identify(const Secret& presented, bool again = false);
    /// May this key have the account's token: it names the account, and where it names scopes, the account
    /// may do no more than these. key_refused() when not.
    static Status may_ask(const store::KeyRecord& key, const store::AccountRecord& account);
    /// A key asked for what it may not have: counted, and the owner is told `what`, "twitch/bot".
    void note_refusal(const store::KeyRecord& key, const std::string& what);

    /// How often it was refused since this process started.
    std::int64_t refusals(const store::KeyRecord& key) const { return memory_.refusals(key.hash); }
    /// Keys that were used and wait for a person's yes.
    std::vector<store::KeyRecord> waiting();

    /// Accounts were renamed, and keys in the store with them: memory takes the names over.
    void follow_accounts();

    /// Writes the uses counted since the last time; done by itself every minute, by list() and at the end.
    void save_uses();

  private:
    Result<bool> look_up(const std::string& hash);
    Result<KeyPtr> outcome(const Admission& admission);
    void tell_first_use(const store::KeyRecord& key);
    void tell_refusal(const std::string& text);
    void tell(const char* kind, const std::string& text, const char* code = "") const;
    Status each(const std::function<Status(const store::KeyRecord&)>& change);
    Status store_change(const store::KeyRecord& before, const store::KeyRecord& after);

    struct Told {
        Time minute{};
        int count = 0;
    };
    store::Store& store_;
    const Clock& clock_;
    Random& random_;
    std::function<void(const Event&)> publish_;
    std::atomic<bool> confirm_first_use_{false};
    KeyMemory memory_;
    Guarded<Told> told_;
};

/// "active", "paused", "unconfirmed" or "ended".
std::string_view status_of(const store::KeyRecord& key, Time now);

}  // namespace roadcase::accounts
