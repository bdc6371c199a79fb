#include "accounts/scopes.h"

#include <algorithm>

#include "accounts/keys.h"
#include "core/text.h"

namespace roadcase::accounts {
namespace {

bool contains(const Scopes& scopes, const std::string& scope) {
    return std::find(scopes.begin(), scopes.end(), scope) != scopes.end();
}

Scopes without(const Scopes& all, const Scopes& known) {
    Scopes rest;
    for (const auto& scope : all)
        if (!contains(known, scope)) rest.push_back(scope);
    return rest;
}

/// Microsoft and others leave these out of their answers. What they are for is seen elsewhere: a refresh
/// token that is missing is E303, an ID token that is missing fails the sign-in.
bool is_silent(const std::string& scope) {
    return contains({"openid", "profile", "email", "offline_access"}, scope);
}

Scopes wished(const SignIn& wish, const ClientEntry& entry) {
    if (auto scopes = one_by_one(wish.scopes); !scopes.empty()) return scopes;
    if (!entry.client.scopes.empty()) return entry.client.scopes;
    const auto* role = entry.provider.role(wish.name);
    return role != nullptr ? *role : Scopes{};
}

}  // namespace

Scopes one_by_one(const Scopes& texts) {
    Scopes scopes;
    for (const auto& text : texts)
        for (auto& scope : split(text, ' '))
            if (!scope.empty() && !contains(scopes, scope)) scopes.push_back(std::move(scope));
    return scopes;
}

Scopes scopes_to_ask(const SignIn& wish, const ClientEntry& entry, const store::AccountRecord* existing) {
    auto scopes = wished(wish, entry);
    if (existing == nullptr) return scopes;
    for (auto& scope : without(existing->requested_scopes, scopes)) scopes.push_back(std::move(scope));
    return scopes;
}

Scopes not_granted(const store::AccountRecord& record) {
    auto missing = without(record.requested_scopes, record.scopes);
    std::erase_if(missing, is_silent);
    return missing;
}

Scopes lost(const store::AccountRecord& before, const store::AccountRecord& now) {
    auto gone = without(before.scopes, now.scopes);
    std::erase_if(gone, is_silent);
    return gone;
}

std::string lost_in_words(const std::string& reference, const Scopes& gone, const Scopes& scripts) {
    return reference + " is allowed less than before: " + printable(join(gone, ", ")) +
           (gone.size() == 1 ? " is gone." : " are gone.") +
           (scripts.empty() ? "" : " Scripts that use it: " + join(scripts, ", ") + ".");
}

Scopes scripts_of(store::Store& store, const store::AccountRecord& record) {
    Scopes names;
    const auto keys = store.keys();
    if (!keys) return names;
    for (const auto& key : *keys)
        if (Keys::may_ask(key, record)) names.push_back(key.name);
    return names;
}

}  // namespace roadcase::accounts
