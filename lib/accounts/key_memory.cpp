#include "accounts/key_memory.h"

#include <utility>

namespace roadcase::accounts {
namespace {

constexpr seconds save_uses_every{60};

Allowance allowance_of(const store::KeyRecord& key) {
    return Allowance(key.per_minute > 0 ? key.per_minute : usual_per_minute);
}

}  // namespace

Admission KeyMemory::admit(const std::string& hash, Time now, milliseconds since_boot, bool again) {
    return all_.with([&](All& all) -> Admission {
        const auto found = all.by_hash.find(hash);
        if (found == all.by_hash.end()) return {};
        auto& known = found->second;
        auto admission = judge(known, now, since_boot, again);
        admission.key = known.key;
        if (again) return admission;
        if (admission.entry != Entry::admitted) {
            ++known.refusals;
            return admission;
        }
        ++known.unsaved_uses;
        known.last_use = now;
        admission.save_uses = now - all.saved_at >= save_uses_every || now < all.saved_at;
        return admission;
    });
}

Admission KeyMemory::judge(Known& known, Time now, milliseconds since_boot, bool again) {
    const auto& key = *known.key;
    if (key.expires_at && *key.expires_at <= now) return {Entry::ended};
    if (key.paused) return {Entry::paused};
    const bool first = !std::exchange(known.used, true);
    if (key.unconfirmed) return {Entry::waits, {}, first};
    const auto wait = again ? milliseconds{0} : known.allowance.take(since_boot);
    if (wait > milliseconds{0}) return {Entry::too_often, {}, false, wait};
    return {Entry::admitted, {}, first};
}

std::int64_t KeyMemory::revision() const {
    return all_.with([](const All& all) { return all.revision; });
}

void KeyMemory::set(All& all, const store::KeyRecord& key) {
    auto fresh = std::make_shared<const store::KeyRecord>(key);
    const auto found = all.by_hash.find(key.hash);
    if (found == all.by_hash.end()) {
        all.by_hash.emplace(
            key.hash, Known{std::move(fresh), allowance_of(key), key.last_used_at.has_value(), 0, {}, 0});
        return;
    }
    auto& known = found->second;
    if (known.key->per_minute != key.per_minute) known.allowance = allowance_of(key);
    known.key = std::move(fresh);
}

void KeyMemory::learn(const store::KeyRecord& key, std::int64_t revision) {
    all_.with([&](All& all) {
        if (all.revision == revision) set(all, key);
    });
}

void KeyMemory::put(const store::KeyRecord& key) {
    all_.with([&](All& all) {
        ++all.revision;
        set(all, key);
    });
}

void KeyMemory::forget(const std::string& hash) {
    all_.with([&](All& all) {
        ++all.revision;
        all.by_hash.erase(hash);
    });
}

void KeyMemory::put_accounts(const std::string& hash, const std::vector<std::string>& accounts) {
    all_.with([&](All& all) {
        ++all.revision;
        const auto found = all.by_hash.find(hash);
        if (found == all.by_hash.end()) return;
        auto key = *found->second.key;
        key.accounts = accounts;
        found->second.key = std::make_shared<const store::KeyRecord>(std::move(key));
    });
}

void KeyMemory::count_refusal(const std::string& hash) {
    all_.with([&](All& all) {
        if (const auto found = all.by_hash.find(hash); found != all.by_hash.end()) ++found->second.refusals;
    });
}

std::int64_t KeyMemory::refusals(const std::string& hash) const {
    return all_.with([&](const All& all) {
        const auto found = all.by_hash.find(hash);
        return found == all.by_hash.end() ? 0 : found->second.refusals;
    });
}

std::vector<KeyMemory::Use> KeyMemory::take_uses(Time now) {
    return all_.with([&](All& all) {
        std::vector<Use> uses;
        all.saved_at = now;
        for (auto& [hash, known] : all.by_hash)
            if (known.unsaved_uses > 0)
                uses.push_back({known.key->id, known.last_use, std::exchange(known.unsaved_uses, 0)});
        return uses;
    });
}

}  // namespace roadcase::accounts
