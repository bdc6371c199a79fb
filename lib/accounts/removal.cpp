#include "accounts/impl.h"
#include "oauth/token.h"

namespace roadcase::accounts {
namespace {

/// One revocation request; empty text: the provider says that the token is gone (RFC 7009 §2.2).
std::string ask_to_revoke(const Accounts::World& world, const ClientEntry& entry, const oauth::Client& client,
                          const Secret& token, std::string_view hint) {
    const auto response =
        world.transport.send(oauth::revocation_request(entry.provider.server, client, token, hint));
    if (!response) return response.error().title;
    if (response->status == 200) return {};
    return entry.provider.display_name + " answered with status " + std::to_string(response->status) + ".";
}

std::string finish_there(const ClientEntry& entry, std::string why) {
    if (entry.provider.console_url.empty()) return why + " Remove the connection there.";
    return why + " Remove the connection at " + entry.provider.console_url + ".";
}

// The refresh token first: it is the grant. Many servers end the access token with it; for the others it is
// asked.
void tell_provider(const Accounts::World& world, const ClientEntry& entry, const oauth::TokenSet& tokens,
                   RevokeOutcome& outcome) {
    const auto& name = entry.provider.display_name;
    if (entry.problem) {
        outcome.note = finish_there(entry, entry.problem->title);
        return;
    }
    if (entry.provider.server.revocation_endpoint.empty()) {
        outcome.note = finish_there(entry, name + " offers no way to be told.");
        return;
    }
    const auto client = entry.ready_client();
    if (!client) {
        outcome.note = finish_there(entry, client.error().title);
        return;
    }
    const bool has_grant = !tokens.refresh_token.empty();
    const auto refused = has_grant
                             ? ask_to_revoke(world, entry, *client, tokens.refresh_token, "refresh_token")
                             : std::string{};
    const auto access_refused = ask_to_revoke(world, entry, *client, tokens.access_token, "access_token");
    const auto& verdict = has_grant ? refused : access_refused;
    outcome.told_provider = verdict.empty();
    if (!outcome.told_provider) outcome.note = finish_there(entry, verdict);
}

void tell_removed(const Accounts::World& world, const std::string& reference) {
    tell(world, {{"account.removed", reference, reference + " was removed."}});
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
        tell_removed(world, reference_of(record));
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
    tell_removed(impl_->world, reference_of((*account)->look()->record));
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
        const auto entry = impl_->world.registry.find(view->record.client);
        if (entry && view->record.tokens) tell_provider(impl_->world, *entry, *view->record.tokens, outcome);
        if (!entry) outcome.note = "The client is no longer configured, so its provider was not told.";
        if (auto removed = impl_->ledger.remove(**account); !removed) return fail(removed.error());
    }
    tell_removed(impl_->world, outcome.account);
    return outcome;
}

}  // namespace roadcase::accounts
