#include "accounts/impl.h"
#include "oauth/token.h"

namespace roadcase::accounts {
namespace {

using oauth::TokenSet;

/// What a revocation needs.
struct Ending {
    const Accounts::World& world;
    const ClientEntry& entry;
    const oauth::Client& client;
};

/// One revocation request; empty text: the provider says that the token is gone (RFC 7009 §2.2; some say it
/// with 204).
std::string ask_to_revoke(const Ending& ending, const Secret& token, const std::string& hint) {
    const auto response = ending.world.transport.send(
        oauth::revocation_request(ending.entry.provider.server, ending.client, token, hint));
    if (!response) return response.error().title;
    if (response->status == 200 || response->status == 204)
        return oauth::refusal_in(*response, ending.entry.provider.server);
    return ending.entry.provider.display_name + " answered with status " + std::to_string(response->status) +
           ".";
}

std::string finish_there(const ClientEntry& entry, std::string why) {
    if (entry.provider.console_url.empty()) return why + " Remove the connection there.";
    return why + " Remove the connection at " + entry.provider.console_url + ".";
}

bool can_revoke(const oauth::AuthorizationServer& server) {
    return !server.revocation_endpoint.empty() || !server.forms.revocation.url.empty();
}

const Secret& token_called(const TokenSet& tokens, const std::string& name) {
    return name == "refresh_token" ? tokens.refresh_token : tokens.access_token;
}

/// Tells it of each token it wants to be told of, the refresh token first: it is the grant. Many servers end
/// the access token with it, so only the first answer counts.
std::string ask_for_all(const Ending& ending, const TokenSet& tokens) {
    std::optional<std::string> verdict;
    for (const auto& name : ending.entry.provider.server.revoked_tokens) {
        const auto& token = token_called(tokens, name);
        if (token.empty()) continue;
        const auto answer = ask_to_revoke(ending, token, name);
        if (!verdict) verdict = answer;
    }
    return verdict.value_or(ending.entry.provider.display_name + " was not told: there is no token.");
}

void tell_provider(const Accounts::World& world, const ClientEntry& entry, const TokenSet& tokens,
                   RevokeOutcome& outcome) {
    if (entry.problem) {
        outcome.note = finish_there(entry, entry.problem->title);
        return;
    }
    if (!can_revoke(entry.provider.server)) {
        outcome.note = finish_there(entry, entry.provider.display_name + " offers no way to be told.");
        return;
    }
    const auto client = entry.ready_client();
    if (!client) {
        outcome.note = finish_there(entry, client.error().title);
        return;
    }
    const auto verdict = ask_for_all({world, entry, *client}, tokens);
    outcome.told_provider = verdict.empty();
    if (!outcome.told_provider) outcome.note = finish_there(entry, verdict);
}

void tell_removed(const Accounts::World& world, const store::AccountRecord& record) {
    auto event = about("account.removed", record, reference_of(record) + " was removed.");
    event.expires_at.reset();
    tell(world, {event});
}

// What is damaged can still be forgotten: its names are readable, whatever its seal says.
Status remove_unreadable(const Accounts::World& world, const Reference& ref, const Error& why) {
    if (why.kind != ErrorKind::internal) return fail(why);
    const auto records = world.store.accounts();
    if (!records) return fail(records.error());
    for (const auto& record : *records) {
        const bool by_name = ref.id.empty() && record.client == ref.client && record.name == ref.name;
        if (!by_name && record.id != ref.id) continue;
        if (auto removed = world.store.remove_account(record.id); !removed) return removed;
        tell_removed(world, record);
        return {};
    }
    return fail(why);
}

}  // namespace

Status Accounts::remove(const Reference& ref) {
    const auto account = impl_->ledger.open(ref);
    if (!account) return remove_unreadable(impl_->world, ref, account.error());
    {
        std::lock_guard flight((*account)->renewal);
        if (auto removed = impl_->ledger.remove(**account); !removed) return removed;
    }
    tell_removed(impl_->world, (*account)->look()->record);
    return {};
}

Result<RevokeOutcome> Accounts::revoke(const Reference& ref) {
    const auto account = impl_->ledger.open(ref);
    if (!account) return fail(account.error());
    RevokeOutcome outcome;
    {
        // One lock for both, so that no renewal makes a token that nobody revokes.
        std::lock_guard flight((*account)->renewal);
        const auto view = (*account)->look();
        outcome.account = reference_of(view->record);
        const auto entry = impl_->preparation.prepared(view->record.client);
        if (!entry)
            outcome.note = entry.error().title + " Its provider was not told.";
        else if (!*entry)
            outcome.note = "The client is no longer configured, so its provider was not told.";
        else if (view->record.tokens)
            tell_provider(impl_->world, **entry, *view->record.tokens, outcome);
        if (auto removed = impl_->ledger.remove(**account); !removed) return fail(removed.error());
    }
    tell_removed(impl_->world, (*account)->look()->record);
    return outcome;
}

}  // namespace roadcase::accounts
