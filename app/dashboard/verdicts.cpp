#include "dashboard/verdicts.h"

#include "core/encoding.h"

namespace roadcase::dashboard {
namespace {

using accounts::ClientEntry;

/// Not what the provider's metadata added: that is the same app.
std::string print_of(const ClientEntry& app) {
    const auto& entry = app.configured ? *app.configured : app;
    std::string text;
    for (const auto& part :
         {entry.provider.name, entry.provider.server.issuer, entry.provider.server.token_endpoint,
          entry.client.client_id, std::string(oauth::to_string(entry.client.token_endpoint_auth_method))})
        text += part + '\0';
    text += entry.client.client_secret.reveal();
    auto print = sha256(text);
    wipe(text);
    return print;
}

}  // namespace

AppVerdict verdict_of(const Result<accounts::ClientVerdict>& answer, const std::string& provider) {
    if (!answer) return {std::nullopt, "It could not be tested now: " + answer.error().title, {}};
    if (!answer->works)
        return {std::nullopt,
                provider + " does not tell beforehand whether it is right: the sign-in will show it.",
                {}};
    return {answer->works, answer->detail, {}};
}

void Verdicts::keep(const ClientEntry& asked, AppVerdict verdict) {
    if (!asked.made_here) return;
    Kept kept{print_of(asked), std::move(verdict)};
    kept_.with([&](auto& all) { all.insert_or_assign(asked.name, std::move(kept)); });
}

std::optional<AppVerdict> Verdicts::of(const ClientEntry& app) const {
    const auto print = print_of(app);
    return kept_.with([&](const auto& all) {
        const auto found = all.find(app.name);
        return found != all.end() && found->second.about == print ? std::optional(found->second.verdict)
                                                                  : std::nullopt;
    });
}

}  // namespace roadcase::dashboard
