#include "accounts/causes.h"

#include <algorithm>
#include <optional>

#include "accounts/consent.h"
#include "core/text.h"

namespace roadcase::accounts {
namespace {

std::string provider_of(const Background& background) {
    return background.entry.provider.display_name;
}

// Never used since the last time we have heard from the provider.
seconds unused_for(const Background& background) {
    const auto& record = background.record;
    return background.now - std::max(record.renewed_at.value_or(record.authorized_at), record.authorized_at);
}

// Google ends it on the hour; who was away that day comes back later and still died of it.
bool died_of_testing(const Background& background) {
    const auto& lifetimes = background.entry.provider.lifetimes;
    if (!lifetimes.consent_in_testing) return false;
    const auto over = background.now - background.record.authorized_at - *lifetimes.consent_in_testing;
    if (over < -consent_slack) return false;
    return over <= consent_slack || is_in_testing(lifetimes, background.record);
}

std::optional<CauseOfDeath> by_age(const Background& background) {
    const auto& lifetimes = background.entry.provider.lifetimes;
    const auto provider = provider_of(background);
    if (died_of_testing(background))
        return CauseOfDeath{"E402",
                            provider + " ends this sign-in every " + in_words(*lifetimes.consent_in_testing) +
                                " while your app is in \"Testing\". Publish the app there, and it lasts."};
    const auto end = background.record.consent_ends_at;
    if (!end || background.now < *end - consent_slack) return std::nullopt;
    return CauseOfDeath{"E401", provider + " ends a sign-in " +
                                    in_words(*end - background.record.authorized_at) +
                                    " after it was allowed, however it is used."};
}

std::optional<CauseOfDeath> by_a_second_user(const oauth::TokenFailure& failure,
                                             const Background& background) {
    if (background.record.interrupted_at)
        return CauseOfDeath{"E403", "A renewal was interrupted before its answer was saved, and " +
                                        provider_of(background) + " no longer accepts the refresh token."};
    if (mentions(failure, {"already used", "already been used", "reuse", "re-use", "more than once"}))
        return CauseOfDeath{"E403",
                            "Another program used this account's refresh token, so it stopped working here."};
    return std::nullopt;
}

std::optional<std::string> by_rest(const Background& background) {
    const auto& tokens = background.record.tokens;
    const auto rested = unused_for(background);
    if (const auto limit = background.entry.provider.lifetimes.refresh_token_unused;
        limit && rested >= *limit)
        return "It was not used for " + in_words(rested) + ", and " + provider_of(background) +
               " ends a sign-in that rests for " + in_words(*limit) + ".";
    if (tokens && tokens->refresh_expires_at && background.now >= *tokens->refresh_expires_at)
        return "It was not renewed within the " +
               in_words(*tokens->refresh_expires_at - tokens->received_at) + " that " +
               provider_of(background) + " allowed.";
    return std::nullopt;
}

// Google says "expired or revoked" to everything.
std::optional<std::string> by_its_words(const oauth::TokenFailure& failure, const std::string& provider) {
    if (mentions(failure, {"password"})) return "The password at " + provider + " was changed.";
    const bool expired = mentions(failure, {"expired"});
    const bool revoked = mentions(failure, {"revoked"});
    if (revoked && !expired) return provider + " says that the connection was removed there.";
    if (expired && !revoked) return provider + " says that the sign-in has ended by its age.";
    return std::nullopt;
}

std::string unknown(const Background& background) {
    // Where rest kills after a known time, it was not that.
    const bool may_have_rested = !background.entry.provider.lifetimes.refresh_token_unused;
    return provider_of(background) + " removed the connection: access was taken back" +
           (may_have_rested ? ", the password changed, or it was not used for too long."
                            : " or the password changed.");
}

}  // namespace

bool mentions(const oauth::TokenFailure& failure, std::initializer_list<std::string_view> words) {
    const auto said = to_lower(failure.error + " " + failure.error_description);
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return said.find(word) != std::string::npos; });
}

CauseOfDeath cause_of_death(const oauth::TokenFailure& failure, const Background& background) {
    if (auto cause = by_age(background)) return *cause;
    if (auto cause = by_a_second_user(failure, background)) return *cause;
    if (auto text = by_rest(background)) return {"E401", *text};
    if (auto text = by_its_words(failure, provider_of(background))) return {"E401", *text};
    return {"E401", unknown(background)};
}

}  // namespace roadcase::accounts
