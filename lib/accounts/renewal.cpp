#include "accounts/renewal.h"

#include <unistd.h>

#include <cstring>

#include "accounts/problems.h"
#include "accounts/renewal_words.h"
#include "accounts/scopes.h"
#include "accounts/words.h"
#include "core/milestone.h"

namespace roadcase::accounts {
namespace {

using store::AccountRecord;
using store::AccountStatus;

/// Longer than any answer may take: two tries of the transport's deadline, and the save.
constexpr seconds lease{60};

/// True while it lives: somebody asks the provider for this account.
struct Renewing {
    explicit Renewing(Account& account) : flag(account.renewing) { flag = true; }
    ~Renewing() { flag = false; }
    Renewing(const Renewing&) = delete;
    Renewing& operator=(const Renewing&) = delete;
    std::atomic<bool>& flag;
};

/// A provider that answers and refuses our registration is not down: the account lives on what it has.
std::string_view kind_of_failure(const AccountRecord& record, Time now) {
    if (record.status == AccountStatus::needs_authorization) return "account.needs_authorization";
    return shown_status(record, now) == "provider_down" ? "provider.down" : "account.expiring";
}

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

Renewals::Renewals(const Accounts::World& world, Ledger& ledger, Preparation& preparation,
                   const CurrentPolicy& policy, Pace& pace)
    : world_(world),
      ledger_(ledger),
      preparation_(preparation),
      policy_(policy),
      pace_(pace),
      owner_(world.random.base62(16).value_or(std::to_string(getpid()))) {}

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
    Flight flight{account, standing, cause, events, preparation_.known(standing.record.client)};
    return fly(flight);
}

Status Renewals::fly(Flight& flight) {
    const auto& record = flight.before.record;
    // Before the journal: its row may be that of an answer we have just stopped waiting for.
    if (world_.transport.is_closed()) return fail(stopping(record));
    if (!flight.entry) return give_up(flight, problem_of_client("E104", std::string(client_is_gone)));
    if (const auto& problem = flight.entry->problem)
        return give_up(flight, problem_of_client("E104", problem->title));
    if (const auto young = too_young(record, flight.entry->provider, world_.clock.now())) return fail(*young);
    if (const auto wait = pace_.must_wait(record.provider, world_.clock.since_boot()))
        return fail(asked_to_wait(record, ledger_.provider_of(record), *wait));
    const auto whole = preparation_.prepared(record.client);
    if (!whole && world_.transport.is_closed()) return fail(stopping(record));
    if (!whole) return give_up(flight, problem_of(whole.error()));
    if (*whole) flight.entry = *whole;
    if (Registrations::are_for(*flight.entry))
        return give_up(
            flight, preparation_.was_refused(*flight.entry) ? lost_registration({}) : other_registration());
    const auto client = flight.entry->ready_client();
    if (!client) return give_up(flight, problem_of_client("E109", client.error().one_line()));
    if (auto begun = begin(record); !begun) return not_begun(flight, begun.error());
    reached("renewal.journaled");

    Renewing flag(flight.account);
    auto answer = spend(flight, *client);
    const bool no_answer = !answer && answer.error().verdict == oauth::RenewalVerdict::transient;
    if (no_answer && world_.transport.is_closed()) {
        // What left and was not answered keeps its row: the next start takes it over.
        if (!answer.error().answer_lost) (void)world_.store.end_refresh(record.id);
        return fail(stopping(record));
    }
    note_pace(flight, answer);
    if (!answer && answer.error().client_unknown && Preparation::is_own(*flight.entry)) {
        preparation_.forget_registration(flight.entry);
        answer = tl::make_unexpected(lost_registration(answer.error()));
    }
    return answer ? succeed(flight, std::move(*answer)) : give_up(flight, answer.error());
}

Status Renewals::begin(const AccountRecord& record) {
    const auto now = world_.clock.now();
    auto begun =
        world_.store.begin_refresh({record.id, record.generation, now, getpid(), owner_, now + lease});
    if (begun || begun.error().code != "held") return begun;
    auto error = begun.error();
    error.code.clear();
    error.account = reference_of(record);
    return fail(std::move(error));
}

// Nothing was spent, and nothing can be written about it: memory alone remembers, for whoever asks.
Status Renewals::not_begun(Flight& flight, const Error& error) {
    const auto& before = flight.before.record;
    if (error.code != "E406" || before.problem_code == "E406") return fail(error);
    auto next = flight.before;
    next.record.problem_code = error.code;
    next.record.problem = error.title + " Nothing was spent.";
    next.record.problem_since = world_.clock.now();
    flight.events.push_back(about("store.degraded", next.record,
                                  reference_of(before) + " cannot be renewed: " + error.one_line()));
    flight.account.show(std::move(next));
    return fail(error);
}

Status Renewals::succeed(Flight& flight, oauth::TokenSet fresh) {
    const auto& before = flight.before;
    const auto reference = reference_of(before.record);
    auto next = standing_of(renewed(before.record, std::move(fresh), around(flight)), world_.clock);
    next.attempts = before.attempts + 1;
    next.record.rejections = flight.cause == Cause::rejection ? before.record.rejections + 1 : 0;

    const auto gone = lost(before.record, next.record);
    ledger_.keep(flight.account, std::move(next), flight.events);
    const auto now = flight.account.look();
    const auto tell_of = [&](const char* kind, std::string text) {
        flight.events.push_back(about(kind, now->record, std::move(text)));
    };
    if (!gone.empty())
        tell_of("account.scopes_lost",
                lost_in_words(reference, gone, scripts_of(world_.store, before.record)));
    if (before.record.failures > 0 && kind_of_failure(before.record, world_.clock.now()) == "provider.down")
        tell_of("provider.up", ledger_.provider_of(before.record) + " answers again.");
    tell_of("token.renewed", "The token of " + reference + " was renewed.");
    return {};
}

Status Renewals::give_up(Flight& flight, const Problem& problem) {
    const auto& before = flight.before;
    const bool gone = problem.verdict == oauth::RenewalVerdict::grant_gone;
    if (gone) {
        // Whoever rotated the token first won, and what they saved is as good for us.
        const auto current = ledger_.newest(flight.account);
        if (current && (*current)->record.generation > before.record.generation) return {};
    }
    auto next = before;
    next.record = not_renewed(before.record, problem, around(flight));
    next.attempts = before.attempts + 1;
    // The configuration was read anew while this was on its way: what it met is not what is there now.
    const bool outdated = world_.registry.find(before.record.client) != flight.entry;
    if (!gone && outdated) next.record.next_attempt_at = world_.clock.now();

    const auto error = ledger_.error_of(next.record);
    const auto kind = kind_of_failure(next.record, world_.clock.now());
    if (before.record.failures == 0 || kind_of_failure(before.record, world_.clock.now()) != kind)
        flight.events.push_back(about(std::string(kind), next.record, error.title + " " + error.detail));
    ledger_.keep(flight.account, std::move(next), flight.events);
    return fail(error);
}

Status Renewals::outcome(const Standing& standing) const {
    const bool well = standing.record.status == AccountStatus::connected && standing.record.failures == 0;
    if (well) return {};
    return fail(ledger_.error_of(standing.record));
}

Circumstances Renewals::around(const Flight& flight) const {
    return {world_.clock.now(), now_valid(policy_),
            flight.entry ? flight.entry->provider.lifetimes : providers::Lifetimes{},
            random_fraction(world_.random)};
}

}  // namespace roadcase::accounts
