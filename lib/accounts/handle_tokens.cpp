#include "accounts/handle_tokens.h"

namespace roadcase::accounts {
namespace {

constexpr seconds longest_margin{300};
constexpr milliseconds repeated_within{10'000};
/// A program that asks again and again does not make us ask the provider each time.
constexpr milliseconds ask_provider_every{5'000};

}  // namespace

Result<Token> HandleTokens::token(const store::HandleRecord& handle, const std::vector<std::string>& scopes) {
    Reference ref;
    ref.id = handle.account_id;
    auto token = accounts_.token(ref, {longest_margin, scopes});
    if (!token) return token;
    const auto before = remember(handle.id, token->generation);
    return before == Before::never ? token : another(handle, ref, *token, before);
}

HandleTokens::Before HandleTokens::remember(const std::string& handle, std::int64_t generation) {
    const auto now = clock_.since_boot();
    return given_.with([&](auto& all) {
        auto& given = all[handle];
        if (given.generation != generation) {
            given = {generation, now, now - ask_provider_every};
            return Before::never;
        }
        return now - given.first_at < repeated_within ? Before::just_now : Before::earlier;
    });
}

HandleTokens::Verdict HandleTokens::ask(const Reference& ref) {
    const auto works = accounts_.validate(ref);
    // Some providers have nothing to be asked at.
    if (!works)
        return works.error().kind == ErrorKind::invalid_request ? Verdict::silent : Verdict::nobody_there;
    if (!works->has_value()) return Verdict::silent;
    return **works ? Verdict::works : Verdict::dead;
}

Result<Token> HandleTokens::another(const store::HandleRecord& handle, const Reference& ref,
                                    const Token& refused, Before before) {
    const auto now = clock_.since_boot();
    const bool may_ask = given_.with([&](auto& all) {
        auto& given = all[handle.id];
        if (now - given.asked_at < ask_provider_every) return false;
        given.asked_at = now;
        return true;
    });
    if (!may_ask) return refused;
    const auto verdict = ask(ref);
    const bool dead = verdict == Verdict::dead;
    if (!dead && (verdict != Verdict::silent || before == Before::just_now)) return refused;
    auto fresh = accounts_.reject(ref, refused.access_token);
    if (!fresh) return dead ? fresh : Result<Token>(refused);
    (void)remember(handle.id, fresh->generation);
    return fresh;
}

}  // namespace roadcase::accounts
