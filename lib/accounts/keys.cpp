#include "accounts/keys.h"

#include <algorithm>

#include "accounts/reference.h"
#include "core/encoding.h"
#include "core/text.h"

namespace roadcase::accounts {
namespace {

constexpr std::string_view key_prefix = "rck_";
constexpr std::size_t random_length = 30;
constexpr std::size_t checksum_length = 6;
constexpr seconds save_uses_every{60};

std::string checksum(std::string_view text) {
    std::string digits(checksum_length, base62_alphabet[0]);
    auto rest = crc32(text);
    for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit, rest /= 62)
        *digit = base62_alphabet[rest % 62];
    return digits;
}

std::string hash_of(std::string_view key) {
    return hex_encode(sha256(key));
}

// One text for wrong, unknown and ended: the caller must not learn which.
Error unauthorized() {
    return make_error(ErrorKind::unauthorized_key, "E503", "This API key is unknown or has ended.",
                      "Send it as X-API-Key or as Authorization: Bearer.", "roadcase key list");
}

bool names_account(std::string_view text) {
    return text == "*" || parse_reference(text).has_value();
}

Status check_wish(std::string_view name, const std::vector<std::string>& accounts,
                  std::optional<Time> expires_at, Time now) {
    if (!is_name(name))
        return fail(ErrorKind::invalid_request, "", "\"" + printable(name, 80) + "\" is no name for a key.",
                    "Names hold up to 64 letters, digits, - and _.");
    if (accounts.empty())
        return fail(ErrorKind::invalid_request, "", "A key must be for at least one account.", "",
                    "roadcase key create NAME --account twitch");
    for (const auto& account : accounts)
        if (!names_account(account)) return parse_reference(account).map([](const Reference&) {});
    if (expires_at && *expires_at <= now)
        return fail(ErrorKind::invalid_request, "", "The end of the key lies in the past.");
    return {};
}

Error no_such_key(std::string_view wanted, const std::vector<store::KeyRecord>& keys) {
    std::vector<std::string> names;
    for (const auto& key : keys) names.push_back(key.name);
    const auto guess = did_you_mean(wanted, names);
    return make_error(ErrorKind::not_found, "E501", "No key \"" + printable(wanted, 80) + "\".",
                      guess ? "Did you mean " + *guess + "?" : "", "roadcase key list");
}

bool covers(std::string_view allowed, const store::AccountRecord& account) {
    if (allowed == "*" || allowed == account.id || allowed == reference_of(account)) return true;
    return !account.subject.empty() && allowed == account.client + "/sub:" + account.subject;
}

}  // namespace

Keys::Keys(store::Store& store, const Clock& clock, Random& random)
    : store_(store), clock_(clock), random_(random) {
    memory_.with([&](Memory& memory) { memory.saved_at = clock.now(); });
}

Keys::~Keys() {
    save_uses();
}

Result<CreatedKey> Keys::create(std::string_view name, std::vector<std::string> accounts,
                                std::optional<Time> expires_at) {
    const auto now = clock_.now();
    if (auto checked = check_wish(name, accounts, expires_at, now); !checked) return fail(checked.error());
    const auto existing = store_.keys();
    if (!existing) return fail(existing.error());
    for (const auto& key : *existing)
        if (key.name == name)
            return fail(ErrorKind::invalid_request, "", "There is a key \"" + key.name + "\" already.", "",
                        "Choose another name, or: roadcase key revoke " + key.name);

    const auto id = random_.base62(12);
    if (!id) return fail(id.error());
    auto text = random_.base62(random_length);
    if (!text) return fail(text.error());
    const Secret key(std::string(key_prefix) + *text + checksum(*text));
    wipe(*text);

    store::KeyRecord record;
    record.id = "key_" + *id;
    record.name = name;
    record.hash = hash_of(key.reveal());
    record.accounts = std::move(accounts);
    record.created_at = now;
    record.expires_at = expires_at;
    if (auto added = store_.add_key(record); !added) return fail(added.error());
    return CreatedKey{std::move(record), key};
}

Result<std::vector<store::KeyRecord>> Keys::list() {
    save_uses();
    return store_.keys();
}

Status Keys::revoke(std::string_view name_or_id) {
    const auto keys = store_.keys();
    if (!keys) return fail(keys.error());
    const auto found = std::find_if(keys->begin(), keys->end(), [&](const store::KeyRecord& key) {
        return key.id == name_or_id || key.name == name_or_id;
    });
    if (found == keys->end()) return fail(no_such_key(name_or_id, *keys));
    const auto revoked = store_.revoke_key(found->id);
    memory_.with([&](Memory& memory) {
        memory.by_hash.erase(found->hash);
        ++memory.revocations;
    });
    return revoked;
}

Result<store::KeyRecord> Keys::look_up(const std::string& hash) {
    const auto revocations = memory_.with([](const Memory& memory) { return memory.revocations; });
    auto stored = store_.key_with_hash(hash);
    if (!stored) return fail(stored.error());
    if (!*stored || !equal_constant_time((*stored)->hash, hash)) return fail(unauthorized());
    memory_.with([&](Memory& memory) {
        // A key that was revoked while we looked must not come back to life in memory.
        if (memory.revocations == revocations) memory.by_hash.try_emplace(hash, Known{**stored, 0, {}});
    });
    return std::move(**stored);
}

Result<store::KeyRecord> Keys::identify(const Secret& presented) {
    if (!is_well_formed_key(presented.reveal())) return fail(unauthorized());
    const auto hash = hash_of(presented.reveal());
    auto remembered = memory_.with([&](const Memory& memory) -> std::optional<store::KeyRecord> {
        const auto it = memory.by_hash.find(hash);
        return it == memory.by_hash.end() ? std::nullopt : std::optional(it->second.record);
    });
    auto key = remembered ? Result<store::KeyRecord>(std::move(*remembered)) : look_up(hash);
    if (!key) return key;
    const auto now = clock_.now();
    if (key->expires_at && *key->expires_at <= now) return fail(unauthorized());
    const bool save_now = memory_.with([&](Memory& memory) {
        if (const auto it = memory.by_hash.find(hash); it != memory.by_hash.end()) {
            ++it->second.unsaved_uses;
            it->second.last_use = now;
        }
        return now - memory.saved_at >= save_uses_every || now < memory.saved_at;
    });
    if (save_now) save_uses();
    return key;
}

void Keys::save_uses() {
    std::vector<Known> used;
    memory_.with([&](Memory& memory) {
        memory.saved_at = clock_.now();
        for (auto& [hash, known] : memory.by_hash) {
            if (known.unsaved_uses == 0) continue;
            used.push_back(known);
            known.unsaved_uses = 0;
        }
    });
    // Counting is a courtesy: a full disk must not lock scripts out.
    for (const auto& known : used)
        (void)store_.touch_key(known.record.id, known.last_use, known.unsaved_uses);
}

Status Keys::may_ask(const store::KeyRecord& key, const store::AccountRecord& account) {
    for (const auto& allowed : key.accounts)
        if (covers(allowed, account)) return {};
    // The same words for every account, there or not: a key learns nothing about accounts that are not its
    // own.
    return fail(ErrorKind::denied, "E503", "This API key is not for that account.",
                "It was made for other accounts.", "roadcase key create NAME --account ACCOUNT");
}

bool is_well_formed_key(std::string_view text) {
    if (!text.starts_with(key_prefix)) return false;
    text.remove_prefix(key_prefix.size());
    if (text.size() != random_length + checksum_length) return false;
    const auto random = text.substr(0, random_length);
    const bool alphabet = std::all_of(random.begin(), random.end(), [](char c) {
        return base62_alphabet.find(c) != std::string_view::npos;
    });
    return alphabet && equal_constant_time(text.substr(random_length), checksum(random));
}

}  // namespace roadcase::accounts
