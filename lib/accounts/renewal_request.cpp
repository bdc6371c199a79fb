#include "accounts/renewal.h"
#include "core/milestone.h"

namespace roadcase::accounts {
namespace {

/// An answer lost sooner than this is asked for again at once.
constexpr seconds quick{5};

// Nobody allowed it, so no person can sign in again: whatever the provider calls it, it refuses the app.
void refuse_app(Problem& problem) {
    if (problem.verdict != oauth::RenewalVerdict::grant_gone) return;
    problem.verdict = oauth::RenewalVerdict::registration_wrong;
    problem.code = "E301";
}

}  // namespace

// A server that rotates gives a lost answer again when it is asked again at once (FAPI 2.0 §5.3.2.1). Once: a
// second repetition looks like a thief. Not after a long wait: the next would be as long.
Renewals::Answer Renewals::spend(const Flight& flight, const oauth::Client& client) {
    const auto start = world_.clock.since_boot();
    auto answer = ask(flight, client);
    const bool unheard = !answer && answer.error().unheard && !flight.before.record.interrupted_at;
    if (!unheard || world_.transport.is_closed() || world_.clock.since_boot() - start >= quick) return answer;
    auto repeated = flight;
    repeated.before.record.interrupted_at = world_.clock.now();
    auto again = ask(repeated, client);
    // Whatever the second answer is, it does not bring the first one back.
    if (!again) again.error().answer_lost = true;
    return again;
}

Renewals::Answer Renewals::ask(const Flight& flight, const oauth::Client& client) {
    const auto& record = flight.before.record;
    const auto& tokens = *record.tokens;
    const auto& server = flight.entry->provider.server;
    if (flight.cause != Cause::due)
        pace_.count(record.provider, world_.clock.since_boot(), now_valid(policy_).max_per_second);
    const auto response = world_.transport.send(
        is_app(record)
            ? oauth::client_credentials_request(server, client, record.requested_scopes)
            : oauth::refresh_request(server, client, tokens.refresh_token, record.requested_scopes));
    if (!response) return tl::make_unexpected(problem_of(response.error()));
    reached("renewal.answered");

    auto outcome = oauth::parse_token_response(server, *response, world_.clock.now());
    if (auto* fresh = std::get_if<oauth::TokenSet>(&outcome)) {
        if (is_app(record)) fresh->refresh_token = {};
        return std::move(*fresh);
    }
    auto problem =
        problem_of(std::get<oauth::TokenFailure>(outcome), {*flight.entry, record, world_.clock.now()},
                   {&tokens.refresh_token, &tokens.access_token, &client.client_secret});
    if (is_app(record)) refuse_app(problem);
    return tl::make_unexpected(std::move(problem));
}

void Renewals::note_pace(const Flight& flight, const Answer& answer) {
    const auto& provider = flight.before.record.provider;
    const auto now = world_.clock.since_boot();
    const bool outage = !answer && answer.error().verdict == oauth::RenewalVerdict::transient;
    if (!outage) return pace_.answered(provider);
    pace_.failed(provider, now, random_fraction(world_.random));
    // An outage may end sooner than announced; a limit on requests does not.
    const auto wait = answer.error().retry_after;
    if (wait && answer.error().code == "E405") pace_.told_to_wait(provider, now, *wait);
}

}  // namespace roadcase::accounts
