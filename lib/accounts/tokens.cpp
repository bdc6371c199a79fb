#include <algorithm>

#include "accounts/impl.h"
#include "accounts/words.h"
#include "providers/provider.h"

namespace roadcase::accounts {
namespace {

enum class Step { answer, renew, refuse };

Step next_step(const Standing& standing, seconds min_ttl, const Clock& clock) {
    if (is_paused(standing.record)) return Step::refuse;
    const auto left = life_left(standing, clock);
    if (standing.record.tokens && left >= needed_life(*standing.record.tokens, min_ttl)) return Step::answer;
    if (may_renew(standing, clock.now())) return Step::renew;
    return left > seconds{0} ? Step::answer : Step::refuse;
}

Token token_of(const Standing& standing, const ClientEntry* entry) {
    const auto& record = standing.record;
    const auto& tokens = *record.tokens;
    Token token;
    token.access_token = tokens.access_token;
    token.token_type = tokens.token_type;
    token.expires_at = tokens.expires_at;
    token.scopes = record.scopes;
    token.account = reference_of(record);
    token.account_id = record.id;
    token.subject = record.subject;
    token.display_name = record.display_name;
    token.client_id = entry ? entry->client.client_id : "";
    token.generation = record.generation;
    token.headers = providers::fill_headers(
        entry ? entry->provider.api_headers : std::vector<std::pair<std::string, std::string>>{},
        tokens.access_token.reveal(), token.client_id);
    return token;
}

std::vector<std::string> missing_scopes(const store::AccountRecord& record,
                                        const std::vector<std::string>& wanted) {
    std::vector<std::string> missing;
    for (const auto& scope : wanted)
        if (std::find(record.scopes.begin(), record.scopes.end(), scope) == record.scopes.end())
            missing.push_back(scope);
    return missing;
}

Result<Token> hand_out(Heart& heart, const Standing& standing, const std::vector<std::string>& scopes) {
    if (const auto missing = missing_scopes(standing.record, scopes); !missing.empty())
        return fail(missing_scope(standing.record, missing));
    return token_of(standing, heart.preparation.known(standing.record.client).get());
}

// How old a token must be before another rejection may renew it: the first is free, then the wait doubles.
seconds age_to_reject(int rejections) {
    if (rejections == 0) return seconds{0};
    return std::min(seconds{30} * (1 << std::min(rejections - 1, 5)), seconds{600});
}

seconds rejection_wait(const Standing& standing, Time now) {
    const auto age = now - standing.record.tokens->received_at;
    return age_to_reject(standing.record.rejections) - age;
}

}  // namespace

Result<std::optional<Token>> Accounts::token_if_fresh(const Reference& ref, const TokenWish& wish) {
    const auto account = impl_->ledger.open(ref);
    if (!account) return fail(account.error());
    const auto view = (*account)->look();
    const auto& world = impl_->world;
    switch (next_step(*view, wish.min_ttl, world.clock)) {
        case Step::renew:
            return std::nullopt;
        case Step::refuse:
            return fail(impl_->no_token(view->record));
        case Step::answer:
            break;
    }
    auto token = hand_out(*impl_, *view, wish.scopes);
    if (!token) return fail(token.error());
    return std::optional<Token>(std::move(*token));
}

Result<Token> Accounts::token(const Reference& ref, const TokenWish& wish) {
    auto fresh = token_if_fresh(ref, wish);
    if (!fresh) return fail(fresh.error());
    if (*fresh) return std::move(**fresh);

    const auto account = impl_->ledger.open(ref);
    if (!account) return fail(account.error());
    const auto before = (*account)->look();
    const bool still_needed = next_step(*before, wish.min_ttl, impl_->world.clock) == Step::renew;
    const auto renewed = still_needed ? impl_->renewals.renew(**account, *before) : Status{};
    const auto view = (*account)->look();
    if (before->record.tokens && !view->record.tokens) return fail(was_removed(view->record));
    if (is_paused(view->record)) return fail(impl_->no_token(view->record));
    if (life_left(*view, impl_->world.clock) > seconds{0}) return hand_out(*impl_, *view, wish.scopes);
    if (!renewed) return fail(renewed.error());
    return fail(impl_->no_token(view->record));
}

Result<Token> Accounts::reject(const Reference& ref, const Secret& reported) {
    const auto account = impl_->ledger.open(ref);
    if (!account) return fail(account.error());
    const auto view = (*account)->look();
    const auto& record = view->record;
    if (is_paused(record) || !record.tokens || !(record.tokens->access_token == reported))
        return token(ref, {});

    const auto now = impl_->world.clock.now();
    if (!can_renew(record)) end_if_dead(*impl_, **account);
    if (!may_renew(*view, now)) return fail(impl_->no_token((*account)->look()->record));
    if (const auto wait = rejection_wait(*view, now); wait > seconds{0})
        return fail(fresh_tokens_refused(record, impl_->ledger.provider_of(record), wait));
    const auto renewed = impl_->renewals.renew(**account, *view, Renewals::Cause::rejection);
    if (!renewed) return fail(renewed.error());
    const auto after = (*account)->look();
    if (!after->record.tokens) return fail(was_removed(after->record));
    return hand_out(*impl_, *after, {});
}

Result<std::optional<bool>> Accounts::validate(const Reference& ref) {
    const auto account = impl_->ledger.open(ref);
    if (!account) return fail(account.error());
    const auto view = (*account)->look();
    if (!view->record.tokens) return fail(impl_->no_token(view->record));
    return ask_provider(*impl_, view->record);
}

Result<store::AccountRecord> Accounts::refresh(const Reference& ref) {
    const auto account = impl_->ledger.open(ref);
    if (!account) return fail(account.error());
    const auto view = (*account)->look();
    const auto& record = view->record;
    if (!can_renew(record)) return fail(impl_->no_token(record));
    // Whoever asked for time gets it, also from a process that was not there when it did.
    if (record.problem_code == "E405" && !may_renew(*view, impl_->world.clock.now()))
        return fail(impl_->no_token(record));
    if (auto renewed = impl_->renewals.renew(**account, *view); !renewed) return fail(renewed.error());
    const auto after = (*account)->look();
    if (!after->record.tokens) return fail(was_removed(after->record));
    if (after->unsaved) return fail(impl_->no_token(after->record));
    return after->record;
}

}  // namespace roadcase::accounts
