#include "accounts/settlement.h"

#include <algorithm>

#include "accounts/consent.h"
#include "accounts/policy.h"
#include "accounts/problems.h"
#include "accounts/scopes.h"
#include "accounts/sign_in_words.h"
#include "accounts/words.h"

namespace roadcase::accounts {
namespace {

using store::AccountRecord;

std::string subject_of(const Grant& grant) {
    return grant.person ? grant.person->subject : "";
}

std::string signed_in_name(const Person& person) {
    return person.display_name.empty() ? "user " + person.subject : person.display_name;
}

Result<AccountPtr> target_of(Ledger& ledger, const Grant& grant) {
    const auto& pending = grant.pending;
    Reference ref{.client = pending.client, .name = {}, .subject = {}, .id = pending.account_id};
    if (!pending.account_id.empty())
        if (auto account = ledger.find(ref); !account || *account) return account;
    ref.id.clear();
    ref.subject = subject_of(grant);
    if (!ref.subject.empty())
        if (auto account = ledger.find(ref); !account || *account) return account;
    ref.subject.clear();
    ref.name = pending.account_name;
    return ledger.find(ref);
}

// An account whose user is known stays that user's, and the app's stays the app's.
Status check_person(const Grant& grant, const AccountRecord& record) {
    if (is_app(record) != (grant.grant_type == store::app_grant)) return fail(other_kind(record));
    if (record.subject.empty()) return {};
    if (!grant.person) return fail(person_unknown(grant.entry.provider.display_name, record));
    const auto& person = *grant.person;
    if (person.subject.empty() || person.subject == record.subject) return {};
    return fail(wrong_person(signed_in_name(person), record));
}

/// Who wants an account of another name does not want this one to be allowed what that one would be.
Status check_name(const Grant& grant, const AccountRecord& record) {
    const auto& wanted = grant.pending.account_name;
    const bool is_new = grant.pending.account_id.empty() && !wanted.empty() && !record.subject.empty();
    if (!is_new || record.name == wanted) return {};
    return fail(same_person(record, grant.entry.provider.display_name, wanted));
}

Result<AccountRecord> new_record(const Accounts::World& world, const Grant& grant) {
    const auto id = world.random.base62(12);
    if (!id) return fail(id.error());
    AccountRecord record;
    record.id = "acc_" + *id;
    record.client = grant.pending.client;
    record.provider = grant.entry.provider.name;
    record.name = grant.pending.account_name;
    record.created_at = world.clock.now();
    return record;
}

// What works and yet deserves a word.
void note_problem(AccountRecord& record, const Grant& grant, Time now) {
    const auto& provider = grant.entry.provider.display_name;
    record.problem_code.clear();
    record.problem.clear();
    record.problem_since.reset();
    if (grant.grant_type == store::app_grant) return;
    if (grant.tokens.refresh_token.empty() && grant.tokens.expires_at) {
        record.problem_code = "E303";
        record.problem = provider + " gave no refresh token, so this stops working when its token ends.";
    } else if (!grant.person) {
        record.problem_code = grant.person.error().code;
        record.problem = grant.person.error().title;
    }
    if (!record.problem_code.empty()) record.problem_since = now;
}

// Some give a refresh token at the first consent only; the one that we have goes on.
void keep_refresh_token(Grant& grant, const AccountRecord& record) {
    const bool same = !record.subject.empty() && subject_of(grant) == record.subject;
    if (!grant.tokens.refresh_token.empty() || !same || !can_renew(record)) return;
    grant.tokens.refresh_token = record.tokens->refresh_token;
    grant.tokens.refresh_expires_at = record.tokens->refresh_expires_at;
}

AccountRecord authorized(AccountRecord record, Grant grant, const Heart& heart) {
    const auto& world = heart.world;
    const auto now = world.clock.now();
    record.consent_ends_at = consent_end_of_sign_in(grant.entry.provider.lifetimes, record, now);
    note_problem(record, grant, now);
    if (grant.person && !grant.person->subject.empty()) {
        record.subject = grant.person->subject;
        record.display_name = grant.person->display_name;
    }
    record.status = store::AccountStatus::connected;
    record.generation += 1;
    record.requested_scopes = grant.pending.scopes;
    record.scopes = grant.tokens.scopes.value_or(grant.pending.scopes);
    record.authorized_at = now;
    record.failures = 0;
    record.interrupted_at.reset();
    record.rejections = 0;
    record.grant_type = std::move(grant.grant_type);
    record.tokens = std::move(grant.tokens);
    record.next_attempt_at = refresh_at(record, now_valid(heart.policy), grant.entry.provider.lifetimes,
                                        random_fraction(world.random));
    return record;
}

Result<Settled> replace_grant(Heart& heart, Account& account, Grant grant, Events& events) {
    std::lock_guard flight(account.renewal);
    const auto current = heart.ledger.newest(account);
    if (!current) return fail(current.error());
    if (auto same = check_person(grant, (*current)->record); !same) return fail(same.error());
    if (auto meant = check_name(grant, (*current)->record); !meant) return fail(meant.error());
    keep_refresh_token(grant, (*current)->record);
    auto next = standing_of(authorized((*current)->record, std::move(grant), heart), heart.world.clock);
    next.attempts = (*current)->attempts;
    heart.ledger.keep(account, std::move(next), events);
    const auto record = account.look()->record;
    Settled settled{record, true, not_granted(record), lost((*current)->record, record), {}};
    if (!settled.lost_scopes.empty()) settled.scripts = scripts_of(heart.world.store, record);
    return settled;
}

Result<Settled> add_account(Heart& heart, Grant grant, Events& events) {
    auto record = new_record(heart.world, grant);
    if (!record) return fail(record.error());
    auto first = standing_of(authorized(std::move(*record), std::move(grant), heart), heart.world.clock);
    const auto account = heart.ledger.admit(std::move(first), events);
    const auto shown = account->look()->record;
    return Settled{shown, false, not_granted(shown), {}, {}};
}

}  // namespace

Result<Settled> settle(Heart& heart, Grant grant, Events& events) {
    std::lock_guard settling(heart.settling);
    const auto target = target_of(heart.ledger, grant);
    if (!target) return fail(target.error());
    return *target ? replace_grant(heart, **target, std::move(grant), events)
                   : add_account(heart, std::move(grant), events);
}

}  // namespace roadcase::accounts
