#include "accounts/outcomes.h"

#include <algorithm>

#include "accounts/consent.h"

namespace roadcase::accounts {
namespace {

using store::AccountRecord;

oauth::TokenSet merged(const oauth::TokenSet& old, oauth::TokenSet fresh) {
    if (fresh.refresh_token.empty()) {
        fresh.refresh_token = old.refresh_token;
        // One that the token has outlived was no end of it.
        const bool still_ahead = old.refresh_expires_at && *old.refresh_expires_at > fresh.received_at;
        if (!fresh.refresh_expires_at && still_ahead) fresh.refresh_expires_at = old.refresh_expires_at;
    }
    if (fresh.id_token.empty()) fresh.id_token = old.id_token;
    if (!fresh.scopes) fresh.scopes = old.scopes;
    return fresh;
}

Time next_try(const AccountRecord& record, const Problem& problem, const Circumstances& around) {
    const auto at = retry_at(record.failures, problem.retry_after, around.now, around.policy, around.jitter);
    // The spent token is still good for a moment: what was lost can be had again.
    if (problem.answer_lost && around.lifetimes.reuse_grace > seconds{0})
        return std::min(at, around.now + around.lifetimes.reuse_grace / 3);
    return at;
}

}  // namespace

AccountRecord renewed(AccountRecord record, oauth::TokenSet fresh, const Circumstances& around) {
    if (fresh.scopes) record.scopes = *fresh.scopes;
    auto tokens = merged(*record.tokens, std::move(fresh));
    record.consent_ends_at = consent_end_of_renewal(around.lifetimes, record, tokens, around.now);
    record.tokens = std::move(tokens);
    record.generation += 1;
    record.status = store::AccountStatus::connected;
    record.problem_code.clear();
    record.problem.clear();
    record.problem_since.reset();
    record.failures = 0;
    record.interrupted_at.reset();
    record.renewed_at = around.now;
    record.next_attempt_at = refresh_at(record, around.policy, around.lifetimes, around.jitter);
    return record;
}

AccountRecord not_renewed(AccountRecord record, const Problem& problem, const Circumstances& around) {
    record.failures += 1;
    if (record.problem_code != problem.code || !record.problem_since) record.problem_since = around.now;
    record.problem_code = problem.code;
    record.problem = problem.text;
    if (problem.answer_lost && !record.interrupted_at) record.interrupted_at = around.now;
    if (problem.verdict == oauth::RenewalVerdict::grant_gone) {
        record.status = store::AccountStatus::needs_authorization;
        record.next_attempt_at.reset();
    } else {
        record.next_attempt_at = next_try(record, problem, around);
    }
    return record;
}

}  // namespace roadcase::accounts
