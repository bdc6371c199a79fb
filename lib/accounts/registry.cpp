#include "accounts/registry.h"

#include <algorithm>

#include "core/text.h"

namespace roadcase::accounts {

Result<oauth::Client> ClientEntry::ready_client() const {
    auto ready = client;
    if (!load_secret) return ready;
    auto secret = load_secret();
    if (!secret) {
        auto error = secret.error();
        if (error.account.empty()) error.account = name;
        return fail(std::move(error));
    }
    ready.client_secret = std::move(*secret);
    return ready;
}

Registry::Registry(std::vector<ClientEntry> entries) : entries_(std::move(entries)) {
    std::stable_partition(entries_.begin(), entries_.end(),
                          [](const auto& entry) { return !entry.built_in; });
}

const ClientEntry* Registry::find(std::string_view name) const {
    const auto it =
        std::find_if(entries_.begin(), entries_.end(), [&](const auto& entry) { return entry.name == name; });
    return it == entries_.end() ? nullptr : &*it;
}

Result<const ClientEntry*> Registry::require(std::string_view name) const {
    if (const auto* entry = find(name)) return entry;
    const auto shown = printable(name, 64);
    std::vector<std::string> names;
    for (const auto& entry : entries_) names.push_back(entry.name);
    const auto guess = did_you_mean(name, names);
    auto error = make_error(
        ErrorKind::not_found, "E501", "No client \"" + shown + "\".",
        names.empty() ? "" : "There is: " + join(names, ", ") + ".",
        guess ? "Did you mean \"" + *guess + "\"?" : "Add it to config.toml as [client." + shown + "].");
    error.account = shown;
    return fail(std::move(error));
}

const ClientEntry* Registry::the_default() const {
    const auto configured =
        std::count_if(entries_.begin(), entries_.end(), [](const auto& e) { return !e.built_in; });
    return configured == 1 ? &entries_.front() : nullptr;
}

}  // namespace roadcase::accounts
