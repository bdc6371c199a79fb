// Are a client's id and secret right? No endpoint answers that, so what an endpoint says to right ones is
// held against what it says to wrong ones.
#include "accounts/failures.h"
#include "accounts/impl.h"
#include "core/text.h"

namespace roadcase::accounts {
namespace {

using oauth::Client;
using oauth::TokenFailure;
using oauth::TokenSet;

// Nobody ever got this code, so nothing is spent.
constexpr auto no_code = "roadcase-asks-whether-this-client-is-known";
constexpr auto no_verifier = "roadcase-asks-whether-this-client-is-known-0";

Result<oauth::TokenOutcome> ask(const Accounts::World& world, const ClientEntry& entry,
                                const http::Request& request) {
    const auto response = world.transport.send(request);
    if (!response) return fail(response.error());
    return oauth::parse_token_response(entry.provider.server, *response, world.clock.now());
}

Result<oauth::TokenOutcome> ask_with_code(const Accounts::World& world, const ClientEntry& entry,
                                          const Client& client) {
    const auto& server = entry.provider.server;
    return ask(world, entry,
               oauth::make_request(server.forms.code, server.token_endpoint, server, client,
                                   {{"code", no_code},
                                    {"redirect_uri", client.redirect_uri},
                                    {"code_verifier", no_verifier},
                                    {"scope", join(client.scopes, server.scope_separator)}}));
}

/// The same client with a secret that is surely wrong; without a secret, with such an id.
Client spoiled(Client client) {
    if (client.client_secret.empty())
        client.client_id += "0";
    else
        client.client_secret = Secret("0" + std::string(client.client_secret.reveal()));
    return client;
}

std::string what_it_said(const std::string& provider, const TokenFailure& failure, const Client& client) {
    const auto text =
        printable(failure.error.empty() ? "status " + std::to_string(failure.status) : failure.error, 80);
    const bool repeats = !client.client_secret.empty() &&
                         text.find(client.client_secret.reveal().substr(0, 12)) != std::string::npos;
    return provider + " answered" + (repeats ? "." : " \"" + text + "\".");
}

bool is_same(const TokenFailure& a, const TokenFailure& b) {
    return a.status == b.status && a.error == b.error && a.error_description == b.error_description;
}

/// Twitch says what is wrong with it: "invalid client secret".
bool refuses_client(const TokenFailure& failure) {
    return names_unknown_client(failure) ||
           (oauth::judge(failure) == oauth::RenewalVerdict::registration_wrong &&
            oauth::plain_error(failure.error) == "invalid_client_secret");
}

/// One way of asking that came to an end; nothing: it says nothing, try another.
using Finding = Result<std::optional<ClientVerdict>>;

Finding check_with_app_token(const Accounts::World& world, const ClientEntry& entry, const Client& client) {
    const auto& name = entry.provider.display_name;
    const auto outcome =
        ask(world, entry, oauth::client_credentials_request(entry.provider.server, client, {}));
    if (!outcome) return fail(outcome.error());
    if (std::holds_alternative<TokenSet>(*outcome))
        return ClientVerdict{true, "client_credentials", name + " gave the app a token of its own."};
    const auto& failure = std::get<TokenFailure>(*outcome);
    if (refuses_client(failure))
        return ClientVerdict{false, "client_credentials", what_it_said(name, failure, client)};
    return std::optional<ClientVerdict>();
}

Result<ClientVerdict> check_with_code(const Accounts::World& world, const ClientEntry& entry,
                                      const Client& client) {
    const auto& name = entry.provider.display_name;
    ClientVerdict verdict{std::nullopt, "authorization_code", ""};
    const auto right = ask_with_code(world, entry, client);
    if (!right) return fail(right.error());
    const auto* failure = std::get_if<TokenFailure>(&*right);
    if (failure == nullptr || oauth::judge(*failure) == oauth::RenewalVerdict::transient) {
        verdict.detail = name + " gave no answer that says anything about the client.";
        return verdict;
    }
    verdict.detail = what_it_said(name, *failure, client);
    if (refuses_client(*failure)) {
        verdict.works = false;
        return verdict;
    }
    const auto wrong = ask_with_code(world, entry, spoiled(client));
    if (!wrong) return fail(wrong.error());
    const auto* other = std::get_if<TokenFailure>(&*wrong);
    const bool tells = other != nullptr && !is_same(*failure, *other) &&
                       oauth::judge(*other) != oauth::RenewalVerdict::transient;
    if (tells) verdict.works = true;
    const std::string what = client.client_secret.empty() ? "a wrong client_id" : "a wrong secret";
    verdict.detail += tells ? " To " + what + " it says something else, so these are right."
                            : " It says the same to " + what + ", so nobody can tell.";
    return verdict;
}

}  // namespace

Result<ClientVerdict> Accounts::check_client(std::string_view client) {
    const auto known = impl_->world.registry.require(client);
    if (!known) return fail(known.error());
    return check_client(*known);
}

Result<ClientVerdict> Accounts::check_client(const ClientPtr& client) {
    const auto entry = impl_->preparation.prepared(client);
    if (!entry) return fail(entry.error());
    if (Registrations::are_for(**entry))
        return ClientVerdict{std::nullopt, "", "Roadcase registers this app by itself at the first sign-in."};
    const auto ready = (*entry)->ready_client();
    if (!ready) return fail(ready.error());
    const auto& provider = (*entry)->provider;
    if (provider.has_app_tokens && !ready->client_secret.empty()) {
        auto found = check_with_app_token(impl_->world, **entry, *ready);
        if (!found) return fail(found.error());
        if (*found) return std::move(**found);
    }
    return check_with_code(impl_->world, **entry, *ready);
}

}  // namespace roadcase::accounts
