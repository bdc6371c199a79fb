#include "accounts/renewal.h"

#include <unistd.h>

#include <cstring>

#include "accounts/consent.h"
#include "accounts/policy.h"
#include "accounts/words.h"
#include "core/milestone.h"

namespace roadcase::accounts {
namespace {

using store::AccountRecord;
using store::AccountStatus;

// RFC 6749 §6: an answer without refresh token or scope leaves the old ones in force.
oauth::TokenSet merged(const oauth::TokenSet& old, oauth::TokenSet fresh) {
    if (fresh.refresh_token.empty()) {
        fresh.refresh_token = old.refresh_token;
        if (!fresh.refresh_expires_at) fresh.refresh_expires_at = old.refresh_expires_at;
    }
    if (fresh.id_token.empty()) fresh.id_token = old.id_token;
    if (!fresh.scopes) fresh.scopes = old.scopes;
    return fresh;
}

AccountRecord renewed(AccountRecord record, oauth::TokenSet fresh, Time now) {
    if (fresh.scopes) record.scopes = *fresh.scopes;
    record.tokens = merged(*record.tokens, std::move(fresh));
    record.generation += 1;
    record.status = AccountStatus::connected;
    record.problem_code.clear();
    record.problem.clear();
    record.problem_since.reset();
    record.failures = 0;
    record.interrupted_at.reset();
    record.renewed_at = now;
    return record;
}

AccountRecord not_renewed(AccountRecord record, const Problem& problem, Time now) {
    record.failures += 1;
    if (record.problem_code != problem.code || !record.problem_since) record.problem_since = now;
    record.problem_code = problem.code;
    record.problem = problem.text;
    if (problem.answer_lost && !record.interrupted_at) record.interrupted_at = now;
    if (problem.verdict == oauth::RenewalVerdict::grant_gone) {
        record.status = AccountStatus::needs_authorization;
        record.next_attempt_at.reset();
    }
    return record;
}

// Nothing was sent, and only the configuration can mend it.
Problem problem_of_client(std::string_view code, std::string text) {
    Problem problem;
    problem.verdict = oauth::RenewalVerdict::registration_wrong;
    problem.code = code;
    problem.text = std::move(text);
    return problem;
}

/// True while it lives: somebody asks the provider for this account.
struct Renewing {
    explicit Renewing(Account& account) : flag(account.renewing) { flag = true; }
    ~Renewing() { flag = false; }
    Renewing(const Renewing&) = delete;
    Renewing& operator=(const Renewing&) = delete;
    std::atomic<bool>& flag;
};

}  // namespace

double random_fraction(Random& random) {
    const auto bytes = random.bytes(sizeof(std::uint32_t));
    if (!bytes) return 0.5;
    std::uint32_t number = 0;
    std::memcpy(&number, bytes->data(), sizeof number);
    return number / 4294967296.0;
}

void tell(const Accounts::World& world, const Events& events) {
    if (!world.publish) return;
    for (const auto& event : events) world.publish(event);
}

Renewals::Renewals(const Accounts::World& world, Ledger& ledger)
    : world_(world), ledger_(ledger), owner_(world.random.base62(16).value_or(std::to_string(getpid()))) {}

Status Renewals::renew(Account& account, const Standing& seen, Cause cause) {
    Events events;
    auto status = [&] {
        std::lock_guard flight(account.renewal);
        return walk(account, seen, cause, events);
    }();
    tell(world_, events);
    return status;
}

Status Renewals::walk(Account& account, const Standing& seen, Cause cause, Events& events) {
    if (const auto now = account.look(); now->attempts != seen.attempts) return outcome(*now);
    if (auto saved = ledger_.save_unsaved(account); !saved) return saved;
    const auto current = ledger_.newest(account);
    if (!current) return fail(current.error());
    const auto& standing = **current;
    if (standing.record.generation != seen.record.generation) return {};
    if (!can_renew(standing.record)) return outcome(standing);

    const auto entry = world_.registry.find(standing.record.client);
    if (!entry)
        return give_up(account, standing, problem_of_client("E104", "Its accounts are kept and not renewed."),
                       events);
    const auto client = entry->ready_client();
    if (!client)
        return give_up(account, standing, problem_of_client("E301", client.error().one_line()), events);
    if (auto begun = begin(standing.record); !begun) return begun;
    reached("renewal.journaled");
    Renewing flag(account);
    auto answer = spend(*entry, *client, standing);
    return answer ? succeed(account, standing, std::move(*answer), cause, events)
                  : give_up(account, standing, answer.error(), events);
}

// The lease outlives every answer that may still come: two tries of the transport's deadline, and the save.
Status Renewals::begin(const AccountRecord& record) {
    const auto now = world_.clock.now();
    auto begun =
        world_.store.begin_refresh({record.id, record.generation, now, getpid(), owner_, now + seconds{60}});
    if (begun || begun.error().code != "held") return begun;
    auto error = begun.error();
    error.code.clear();
    error.account = reference_of(record);
    return fail(std::move(error));
}

// A server that rotates gives the lost answer again when it is asked again at once (FAPI 2.0 §5.3.2.1). Once:
// a second repetition looks like a thief. Not after a long wait: it would be as long again.
Renewals::Answer Renewals::spend(const ClientEntry& entry, const oauth::Client& client,
                                 const Standing& standing) {
    const auto start = world_.clock.since_boot();
    auto answer = ask(entry, client, standing);
    const bool lost = !answer && answer.error().unheard && !standing.record.interrupted_at;
    const bool quick = world_.clock.since_boot() - start < seconds{5};
    return lost && quick ? ask(entry, client, standing) : std::move(answer);
}

Renewals::Answer Renewals::ask(const ClientEntry& entry, const oauth::Client& client,
                               const Standing& standing) {
    const auto& tokens = *standing.record.tokens;
    const auto& server = entry.provider.server;
    const auto response = world_.transport.send(oauth::refresh_request(server, client, tokens.refresh_token));
    if (!response) return tl::make_unexpected(problem_of(response.error()));
    reached("renewal.answered");

    auto outcome = oauth::parse_token_response(server, *response, world_.clock.now());
    if (auto* fresh = std::get_if<oauth::TokenSet>(&outcome)) return std::move(*fresh);
    return tl::make_unexpected(
        problem_of(std::get<oauth::TokenFailure>(outcome), {entry, standing.record, world_.clock.now()},
                   {&tokens.refresh_token, &tokens.access_token, &client.client_secret}));
}

Status Renewals::succeed(Account& account, const Standing& before, oauth::TokenSet fresh, Cause cause,
                         Events& events) {
    const auto reference = reference_of(before.record);
    auto record = renewed(before.record, std::move(fresh), world_.clock.now());
    if (const auto entry = world_.registry.find(record.client))
        record.consent_ends_at =
            consent_end_of_renewal(entry->provider.lifetimes, before.record, record, world_.clock.now());
    record.next_attempt_at = refresh_at(*record.tokens, world_.policy, jitter());
    auto next = standing_of(std::move(record), world_.clock);
    next.attempts = before.attempts + 1;
    next.rejections = cause == Cause::rejection ? before.rejections + 1 : 0;

    ledger_.keep(account, std::move(next), events);
    if (before.record.failures > 0)
        events.push_back({"provider.up", reference, ledger_.provider_of(before.record) + " answers again."});
    events.push_back({"token.renewed", reference, "The token of " + reference + " was renewed."});
    return {};
}

Status Renewals::give_up(Account& account, const Standing& before, const Problem& problem, Events& events) {
    const bool gone = problem.verdict == oauth::RenewalVerdict::grant_gone;
    if (gone) {
        // Whoever rotated the token first won, and what they saved is as good for us.
        const auto current = ledger_.newest(account);
        if (current && (*current)->record.generation > before.record.generation) return {};
    }
    const auto now = world_.clock.now();
    auto next = before;
    next.record = not_renewed(before.record, problem, now);
    if (!gone)
        next.record.next_attempt_at =
            retry_at(next.record.failures, problem.retry_after, now, world_.policy, jitter());
    next.attempts = before.attempts + 1;

    const auto error = error_of(next.record, ledger_.provider_of(next.record), now);
    if (gone || before.record.failures == 0)
        events.push_back({gone ? "account.needs_authorization" : "provider.down", error.account,
                          error.title + " " + error.detail});
    ledger_.keep(account, std::move(next), events);
    return fail(error);
}

Status Renewals::outcome(const Standing& standing) const {
    const bool well = standing.record.status == AccountStatus::connected && standing.record.failures == 0;
    if (well) return {};
    return fail(error_of(standing.record, ledger_.provider_of(standing.record), world_.clock.now()));
}

double Renewals::jitter() const {
    return random_fraction(world_.random);
}

}  // namespace roadcase::accounts
