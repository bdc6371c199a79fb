#include "accounts/keys.h"

#include <algorithm>
#include <utility>

#include "accounts/key_words.h"
#include "accounts/local_secret.h"
#include "accounts/reference.h"
#include "accounts/scopes.h"

namespace roadcase::accounts {
namespace {

bool is_named(const store::KeyRecord& key, std::string_view name_or_id) {
    return key.id == name_or_id || key.name == name_or_id;
}

bool names(std::string_view allowed, const store::AccountRecord& account) {
    if (allowed == "*" || allowed == account.id || allowed == reference_of(account)) return true;
    return !account.subject.empty() && allowed == account.client + "/sub:" + account.subject;
}

int pace(std::int64_t per_minute) {
    return static_cast<int>(std::clamp<std::int64_t>(per_minute, -1, most_per_minute + 1));
}

store::KeyRecord changed(store::KeyRecord key, const KeyChange& change) {
    if (change.paused) key.paused = *change.paused;
    if (change.allow) key.unconfirmed = false;
    if (change.accounts) key.accounts = *change.accounts;
    if (change.scopes) key.scopes = one_by_one(*change.scopes);
    if (change.brokers) key.brokers = *change.brokers;
    if (change.max_ttl) key.max_ttl = *change.max_ttl;
    if (change.origins) key.origins = *change.origins;
    if (change.expires_at) key.expires_at = *change.expires_at;
    if (change.per_minute) key.per_minute = pace(*change.per_minute);
    return key;
}

/// A key that has ended may still be paused or revoked.
Time not_judged_before(const store::KeyRecord& key, const KeyChange& change, Time now) {
    return change.expires_at || !key.expires_at ? now : std::min(now, *key.expires_at - seconds{1});
}

std::string change_in_words(const store::KeyRecord& before, const store::KeyRecord& after) {
    const auto subject = "The key " + after.name + " ";
    if (after.paused != before.paused) return subject + (after.paused ? "was paused." : "goes on.");
    if (after.unconfirmed != before.unconfirmed) return subject + "was allowed.";
    return subject + grants_in_words(after) + ".";
}

}  // namespace

Keys::Keys(store::Store& store, const Clock& clock, Random& random, std::function<void(const Event&)> publish)
    : store_(store), clock_(clock), random_(random), publish_(std::move(publish)), memory_(clock.now()) {}

Keys::~Keys() {
    save_uses();
}

Result<CreatedKey> Keys::create(const KeyWish& wish) {
    store::KeyRecord record;
    record.name = wish.name;
    record.accounts = wish.accounts;
    record.scopes = one_by_one(wish.scopes);
    record.brokers = wish.brokers;
    record.max_ttl = wish.max_ttl;
    record.origins = wish.origins;
    record.created_at = clock_.now();
    record.expires_at = wish.expires_at;
    record.per_minute = pace(wish.per_minute);
    record.unconfirmed = confirm_first_use_ && !wish.confirmed;
    if (auto checked = check(record, record.created_at); !checked) return fail(checked.error());
    const auto existing = store_.keys();
    if (!existing) return fail(existing.error());
    for (const auto& key : *existing)
        if (key.name == record.name)
            return fail(ErrorKind::invalid_request, "", "There is a key \"" + key.name + "\" already.", "",
                        "Choose another name, or: roadcase key revoke " + key.name);

    auto id = make_id("key_", random_);
    if (!id) return fail(id.error());
    auto key = make_local_secret(key_prefix, random_);
    if (!key) return fail(key.error());
    record.id = std::move(*id);
    record.hash = hash_of(*key);
    if (auto added = store_.add_key(record); !added) return fail(added.error());
    tell("key.created", "The key " + record.name + " " + grants_in_words(record) + ".");
    return CreatedKey{std::move(record), std::move(*key)};
}

Result<std::vector<store::KeyRecord>> Keys::list() {
    save_uses();
    return store_.keys();
}

Result<store::KeyRecord> Keys::find(std::string_view name_or_id) {
    const auto keys = list();
    if (!keys) return fail(keys.error());
    for (const auto& key : *keys)
        if (is_named(key, name_or_id)) return key;
    return fail(no_such_key(name_or_id, *keys));
}

Result<store::KeyRecord> Keys::change(std::string_view name_or_id, const KeyChange& change) {
    const auto before = find(name_or_id);
    if (!before) return before;
    const auto after = changed(*before, change);
    const auto now = not_judged_before(*before, change, clock_.now());
    if (auto checked = check(after, now); !checked) return fail(checked.error());
    if (auto stored = store_change(*before, after); !stored) return fail(stored.error());
    tell("key.changed", change_in_words(*before, after));
    return after;
}

// What takes something away holds before the disk has it: a kill switch must work on a full one.
Status Keys::store_change(const store::KeyRecord& before, const store::KeyRecord& after) {
    const bool switched_off = after.paused && !before.paused;
    if (switched_off) memory_.put(after);
    const auto stored = store_.update_key(after);
    if (!stored) return switched_off ? fail(off_until_the_end(after, stored.error())) : stored;
    memory_.put(after);
    return {};
}

Result<CreatedKey> Keys::replace(std::string_view name_or_id) {
    auto record = find(name_or_id);
    if (!record) return fail(record.error());
    if (status_of(*record, clock_.now()) == "ended")
        return fail(ErrorKind::conflict, "", "The key " + record->name + " has ended.",
                    "Another one with the same rights would have ended, too.",
                    "Remove it and make a new one.");
    auto key = make_local_secret(key_prefix, random_);
    if (!key) return fail(key.error());
    const auto old = std::exchange(record->hash, hash_of(*key));
    if (auto stored = store_.update_key(*record); !stored) return fail(stored.error());
    memory_.forget(old);
    memory_.put(*record);
    tell("key.changed", "The key " + record->name + " was made anew; the old one has ended.");
    return CreatedKey{std::move(*record), std::move(*key)};
}

Status Keys::revoke(std::string_view name_or_id) {
    auto key = find(name_or_id);
    if (!key) return fail(key.error());
    key->paused = true;
    memory_.put(*key);
    if (auto revoked = store_.revoke_key(key->id); !revoked)
        return fail(off_until_the_end(*key, revoked.error()));
    memory_.forget(key->hash);
    tell("key.revoked", "The key " + key->name + " was revoked.");
    return {};
}

Status Keys::each(const std::function<Status(const store::KeyRecord&)>& change) {
    const auto keys = store_.keys();
    if (!keys) return fail(keys.error());
    Status all;
    for (const auto& key : *keys)
        if (auto done = change(key); !done && all) all = std::move(done);
    return all;
}

Status Keys::pause_all(bool paused) {
    KeyChange wish;
    wish.paused = paused;
    return each([&](const store::KeyRecord& key) -> Status {
        if (key.paused == paused) return {};
        return change(key.id, wish).map([](const store::KeyRecord&) {});
    });
}

Status Keys::revoke_all() {
    return each([this](const store::KeyRecord& key) { return revoke(key.id); });
}

std::vector<store::KeyRecord> Keys::waiting() {
    auto keys = store_.keys().value_or(std::vector<store::KeyRecord>());
    std::erase_if(keys, [now = clock_.now()](const store::KeyRecord& key) {
        return !key.last_used_at || status_of(key, now) != "unconfirmed";
    });
    return keys;
}

// Their names alone: a pause that could not be saved must hold.
void Keys::follow_accounts() {
    const auto keys = store_.keys();
    if (!keys) return;
    for (const auto& key : *keys) memory_.put_accounts(key.hash, key.accounts);
}

void Keys::save_uses() {
    // Counting is a courtesy: a full disk must not lock scripts out.
    for (const auto& use : memory_.take_uses(clock_.now()))
        (void)store_.touch_key(use.id, use.last, use.count);
}

Status Keys::may_ask(const store::KeyRecord& key, const store::AccountRecord& account) {
    const bool named = std::any_of(key.accounts.begin(), key.accounts.end(),
                                   [&](const std::string& allowed) { return names(allowed, account); });
    const bool within = std::all_of(account.scopes.begin(), account.scopes.end(), [&](const auto& granted) {
        return std::find(key.scopes.begin(), key.scopes.end(), granted) != key.scopes.end();
    });
    if (named && (key.scopes.empty() || within)) return {};
    return fail(key_refused());
}

std::string_view status_of(const store::KeyRecord& key, Time now) {
    if (key.expires_at && *key.expires_at <= now) return "ended";
    if (key.paused) return "paused";
    return key.unconfirmed ? "unconfirmed" : "active";
}

}  // namespace roadcase::accounts
