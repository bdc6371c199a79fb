#include "accounts/rounds.h"

#include <algorithm>

namespace roadcase::accounts {
namespace {

/// Nothing can be tried now, for a reason of ours: the disk, or another machine that is at it.
constexpr milliseconds local_rest{5'000};
constexpr milliseconds between_saves{1'000};

// The store may lag behind memory when it cannot be written.
bool is_due(const Standing& standing, Time now) {
    if (!may_renew(standing, now)) return false;
    return standing.record.next_attempt_at && *standing.record.next_attempt_at <= now;
}

}  // namespace

bool Rounds::run_one(const std::function<void()>& found) {
    clock_changes_.look();
    save_what_is_unsaved();
    const auto errand = next();
    if (!errand) return false;
    if (found) found();
    run(*errand);
    return true;
}

// Still failing is no news: it was told when it began, and every tick tries again.
void Rounds::save_what_is_unsaved() {
    const auto now = heart_.world.clock.since_boot();
    const bool is_time = claims_.with([&](Claims& claims) {
        if (claims.saved_at >= milliseconds{0} && now - claims.saved_at < between_saves) return false;
        claims.saved_at = now;
        return true;
    });
    if (!is_time) return;
    for (const auto& account : heart_.ledger.unsaved()) {
        std::lock_guard flight(account->renewal);
        (void)heart_.ledger.save_unsaved(*account);
    }
}

std::optional<Rounds::Errand> Rounds::next() {
    const auto now = heart_.world.clock.since_boot();
    const bool resting = claims_.with([&](Claims& claims) {
        std::erase_if(claims.put_off, [&](const auto& entry) { return entry.second <= now; });
        return claims.rest_until > now;
    });
    if (resting) return std::nullopt;
    auto errand = next_renewal();
    return errand ? std::move(errand) : next_validation();
}

std::optional<Rounds::Errand> Rounds::next_renewal() {
    const auto& clock = heart_.world.clock;
    auto resting = heart_.pace.resting(clock.since_boot(), now_valid(heart_.policy).max_per_second);
    while (true) {
        const auto ids = heart_.world.store.due(clock.now(), claimed_count() + 1, resting);
        if (!ids) return std::nullopt;
        const auto free = std::find_if(ids->begin(), ids->end(), [&](const auto& id) { return claim(id); });
        if (free == ids->end()) return std::nullopt;
        const auto account = heart_.ledger.open_id(*free);
        const auto view = account ? (*account)->look() : nullptr;
        if (!view || !is_due(*view, clock.now())) {
            release(*free, local_rest);
            continue;
        }
        if (take_turn(view->record.provider)) return Errand{*account, view->record.provider, Kind::renewal};
        release(*free);
        resting.push_back(view->record.provider);
    }
}

std::optional<Rounds::Errand> Rounds::next_validation() {
    const auto& clock = heart_.world.clock;
    auto resting = heart_.pace.resting(clock.since_boot(), now_valid(heart_.policy).max_per_second);
    while (const auto id = validations_.next(resting)) {
        const auto account = heart_.ledger.open_id(*id);
        if (!account || !claim(*id)) continue;
        const auto provider = (*account)->look()->record.provider;
        if (take_turn(provider)) return Errand{*account, provider, Kind::validation};
        // Somebody else took the turn meanwhile.
        release(*id);
        validations_.put_back(provider, *id);
        resting.push_back(provider);
    }
    return std::nullopt;
}

bool Rounds::take_turn(const std::string& provider) {
    return heart_.pace.take_turn(provider, heart_.world.clock.since_boot(),
                                 now_valid(heart_.policy).max_per_second);
}

bool Rounds::claim(const std::string& id) {
    return claims_.with(
        [&](Claims& claims) { return claims.put_off.count(id) == 0 && claims.running.insert(id).second; });
}

void Rounds::release(const std::string& id, milliseconds put_off) {
    const auto until = heart_.world.clock.since_boot() + put_off;
    claims_.with([&](Claims& claims) {
        claims.running.erase(id);
        if (put_off > milliseconds{0}) claims.put_off[id] = until;
    });
}

std::size_t Rounds::claimed_count() const {
    return claims_.with([](const Claims& claims) { return claims.running.size() + claims.put_off.size(); });
}

void Rounds::run(const Errand& errand) {
    const auto id = errand.account->look()->record.id;
    if (errand.kind == Kind::renewal)
        renew(*errand.account, id);
    else
        validations_.run(*errand.account);
    heart_.pace.end_turn(errand.provider);
    release(id);
}

void Rounds::renew(Account& account, const std::string& id) {
    const auto before = account.look();
    const auto renewed = heart_.renewals.renew(account, *before, Renewals::Cause::due);
    const auto after = account.look();
    const bool tried =
        after->attempts != before->attempts || after->record.generation != before->record.generation;
    if (renewed || tried) return;
    release(id, local_rest);
    // A disk that cannot be written lets nobody be tried.
    if (renewed.error().code != "E406") return;
    const auto until = heart_.world.clock.since_boot() + local_rest;
    claims_.with([&](Claims& claims) { claims.rest_until = until; });
}

std::optional<Time> Rounds::next_due(Time until) {
    std::optional<Time> next;
    // Memory alone holds it: no longer than it must.
    if (!heart_.ledger.unsaved().empty()) next = heart_.world.clock.now() + seconds{1};
    if (const auto round = validations_.next_round())
        if (const auto at = heart_.world.clock.now() + *round; at <= until)
            next = std::min(at, next.value_or(at));
    const auto ids = heart_.world.store.due(until, claimed_count() + 1, {});
    if (!ids) return next;
    for (const auto& id : *ids) {
        if (is_claimed(id)) continue;
        const auto account = heart_.ledger.open_id(id);
        const auto at = account ? (*account)->look()->record.next_attempt_at : std::nullopt;
        if (at) return std::min(*at, next.value_or(*at));
    }
    return next;
}

bool Rounds::is_claimed(const std::string& id) const {
    return claims_.with(
        [&](const Claims& claims) { return claims.running.count(id) + claims.put_off.count(id) > 0; });
}

}  // namespace roadcase::accounts
