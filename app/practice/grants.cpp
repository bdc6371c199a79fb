#include "practice/grants.h"

#include <algorithm>

#include "core/encoding.h"
#include "core/text.h"
#include "oauth/pkce.h"

namespace roadcase::practice {
namespace {

constexpr std::size_t max_entries = 1000;
constexpr std::size_t max_tokens_per_grant = 50;
constexpr seconds consent_lifetime{600};

std::string hash_of(const Secret& secret) {
    return hex_encode(sha256(secret.reveal()));
}

template <class List>
void keep_newest(List& list, std::size_t limit) {
    while (list.size() > limit) list.erase(list.begin());
}

template <class List, class Text>
auto find_hash(List& list, Text List::value_type::*member, const std::string& hash) {
    return std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.*member == hash; });
}

bool has_spent(const Grant& grant, const std::string& hash) {
    return std::find(grant.spent_refresh.begin(), grant.spent_refresh.end(), hash) !=
           grant.spent_refresh.end();
}

bool covers(const std::string& granted, const std::string& asked) {
    const auto have = split(granted, ' ');
    const auto want = split(asked, ' ');
    return std::all_of(want.begin(), want.end(), [&](const auto& scope) {
        return std::find(have.begin(), have.end(), scope) != have.end();
    });
}

std::string challenge_of(const Secret& verifier, Challenge challenge) {
    return challenge == Challenge::hex ? hash_of(verifier) : oauth::s256_challenge(verifier);
}

}  // namespace

OAuthResult<void> Grants::check_code(const Consent& consent, bool expired, std::string_view redirect_uri,
                                     const Secret& verifier) const {
    if (expired) return refuse("invalid_grant", "The code has expired.");
    if (consent.redirect_uri != redirect_uri)
        return refuse("invalid_grant", "The code belongs to another redirect_uri.");
    if (consent.code_challenge.empty() != verifier.empty())
        return refuse("invalid_grant", "code_verifier and code_challenge belong together.");
    if (verifier.empty()) return {};
    const bool well_formed = verifier.size() >= 43 && verifier.size() <= 128;
    if (!well_formed || challenge_of(verifier, rules_.challenge) != consent.code_challenge)
        return refuse("invalid_grant", "The code_verifier does not fit the code_challenge.");
    return {};
}

void Grants::open_consent(const Secret& id, Consent consent, Time now) {
    consents_.push_back({hash_of(id), std::move(consent), now + consent_lifetime});
    keep_newest(consents_, max_entries);
}

std::optional<Consent> Grants::take_consent(const Secret& id, Time now) {
    const auto found = find_hash(consents_, &OpenConsent::id_hash, hash_of(id));
    if (found == consents_.end()) return std::nullopt;
    auto open = std::move(*found);
    consents_.erase(found);
    if (open.expires_at <= now) return std::nullopt;
    return std::move(open.consent);
}

void Grants::add_code(const Secret& code, Consent consent, Time now) {
    codes_.push_back({hash_of(code), std::move(consent), now + rules_.code_lifetime});
    keep_newest(codes_, max_entries);
}

OAuthResult<std::string> Grants::redeem(const Secret& code, std::string_view redirect_uri,
                                        const Secret& verifier, NewTokens& tokens, Time now) {
    const auto found = find_hash(codes_, &Code::hash, hash_of(code));
    if (found == codes_.end()) return refuse("invalid_grant", "The code is unknown.");
    if (found->used) {
        drop(found->hash);
        return refuse("invalid_grant", "The code was used before.");
    }
    found->used = true;
    const auto checked = check_code(found->consent, found->expires_at <= now, redirect_uri, verifier);
    if (!checked) return tl::make_unexpected(checked.error());
    if (!found->consent.offline) tokens.refresh = Secret();
    Grant grant;
    grant.id = found->hash;
    grant.scope = found->consent.scope;
    issue(grant, tokens, grant.scope, now);
    grants_.push_back(std::move(grant));
    keep_newest(grants_, max_entries);
    return grants_.back().scope;
}

void Grants::issue_directly(const std::string& scope, bool for_app, const NewTokens& tokens, Time now) {
    Grant grant;
    grant.id = hash_of(tokens.access);
    grant.scope = scope;
    grant.for_app = for_app;
    issue(grant, tokens, scope, now);
    grants_.push_back(std::move(grant));
    keep_newest(grants_, max_entries);
}

OAuthResult<std::string> Grants::refresh(const Secret& refresh_token, const std::string& scope,
                                         const NewTokens& tokens, Time now) {
    const auto hash = hash_of(refresh_token);
    for (auto& grant : grants_) {
        const bool spent = has_spent(grant, hash);
        if (!spent && grant.refresh_hash != hash) continue;
        if (spent && rules_.reuse_detection) {
            drop(std::string(grant.id));
            return refuse("invalid_grant",
                          "The refresh token was used before, so the whole grant is revoked.");
        }
        if (!covers(grant.scope, scope))
            return refuse("invalid_scope", "More was asked for than was granted.");
        const auto narrowed = scope.empty() ? grant.scope : scope;
        issue(grant, tokens, narrowed, now);
        return narrowed;
    }
    return refuse("invalid_grant", "The refresh token is unknown or revoked.");
}

OAuthResult<std::string> Grants::exchange(const Secret& access_token, seconds not_before,
                                          const NewTokens& tokens, Time now) {
    const auto hash = hash_of(access_token);
    for (auto& grant : grants_) {
        const auto found = find_hash(grant.access, &AccessToken::hash, hash);
        if (found == grant.access.end()) continue;
        if (found->expires_at <= now) break;
        if (now - found->issued_at < not_before)
            return refuse("invalid_request", "The token is too young to be exchanged.");
        const auto scope = found->scope;
        issue(grant, tokens, scope, now);
        return scope;
    }
    return refuse("invalid_grant", "The access token is unknown, expired or revoked.");
}

void Grants::issue(Grant& grant, const NewTokens& tokens, const std::string& scope, Time now) const {
    std::erase_if(grant.access, [&](const auto& token) { return token.expires_at <= now; });
    grant.access.push_back({hash_of(tokens.access), scope, now, now + tokens.lifetime});
    keep_newest(grant.access, max_tokens_per_grant);
    if (tokens.refresh.empty()) return;
    if (!grant.refresh_hash.empty()) grant.spent_refresh.push_back(std::move(grant.refresh_hash));
    keep_newest(grant.spent_refresh, max_tokens_per_grant);
    grant.refresh_hash = hash_of(tokens.refresh);
}

std::optional<TokenFacts> Grants::find_access(const Secret& token, Time now) const {
    const auto hash = hash_of(token);
    for (const auto& grant : grants_) {
        const auto found = find_hash(grant.access, &AccessToken::hash, hash);
        if (found == grant.access.end()) continue;
        if (found->expires_at <= now) return std::nullopt;
        return TokenFacts{found->scope, found->issued_at, found->expires_at, grant.for_app};
    }
    return std::nullopt;
}

std::optional<TokenFacts> Grants::find_refresh(const Secret& token) const {
    if (token.empty()) return std::nullopt;
    const auto found = find_hash(grants_, &Grant::refresh_hash, hash_of(token));
    if (found == grants_.end()) return std::nullopt;
    return TokenFacts{found->scope, found->access.empty() ? Time{} : found->access.back().issued_at,
                      std::nullopt, found->for_app};
}

void Grants::revoke(const Secret& token) {
    const auto hash = hash_of(token);
    std::erase_if(grants_, [&](const auto& grant) {
        const bool access =
            rules_.revokes_all && find_hash(grant.access, &AccessToken::hash, hash) != grant.access.end();
        return access || grant.refresh_hash == hash || has_spent(grant, hash);
    });
    for (auto& grant : grants_)
        std::erase_if(grant.access, [&](const auto& each) { return each.hash == hash; });
}

void Grants::revoke_all() {
    grants_.clear();
    codes_.clear();
}

void Grants::drop(std::string_view grant_id) {
    std::erase_if(grants_, [&](const auto& grant) { return grant.id == grant_id; });
}

}  // namespace roadcase::practice
