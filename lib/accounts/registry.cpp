#include "accounts/registry.h"

#include <algorithm>

#include "core/text.h"

namespace roadcase::accounts {

Result<oauth::Client> ClientEntry::ready_client() const {
    const auto about_this = [&](Error error) {
        if (error.account.empty()) error.account = name;
        return fail(std::move(error));
    };
    if (problem) return about_this(*problem);
    auto ready = client;
    if (!load_secret) return ready;
    auto secret = load_secret();
    if (!secret) return about_this(secret.error());
    ready.client_secret = std::move(*secret);
    return ready;
}

Result<oauth::Client> ClientEntry::client_for(const oauth::RequestForm& form) const {
    if (oauth::carries_secret(form)) return ready_client();
    return client;
}

void Registry::replace(std::vector<ClientEntry> entries) {
    std::stable_partition(entries.begin(), entries.end(), [](const auto& entry) { return !entry.built_in; });
    std::vector<ClientPtr> all;
    for (auto& entry : entries) all.push_back(std::make_shared<const ClientEntry>(std::move(entry)));
    entries_.with([&](auto& current) { current.swap(all); });
}

bool Registry::exchange(const ClientPtr& old, ClientPtr fresh) {
    return entries_.with([&](auto& entries) {
        const auto found = std::find(entries.begin(), entries.end(), old);
        if (found == entries.end()) return false;
        *found = std::move(fresh);
        return true;
    });
}

std::vector<ClientPtr> Registry::all() const {
    return entries_.with([](const auto& entries) { return entries; });
}

ClientPtr Registry::find(std::string_view name) const {
    return entries_.with([&](const auto& entries) -> ClientPtr {
        const auto found = std::find_if(entries.begin(), entries.end(),
                                        [&](const auto& entry) { return entry->name == name; });
        return found == entries.end() ? nullptr : *found;
    });
}

Result<ClientPtr> Registry::require(std::string_view name) const {
    if (auto entry = find(name)) {
        if (entry->problem) return fail(*entry->problem);
        return entry;
    }
    const auto shown = printable(name, 64);
    std::vector<std::string> names;
    for (const auto& entry : all()) names.push_back(entry->name);
    const auto guess = did_you_mean(name, names);
    auto error = make_error(
        ErrorKind::not_found, "E501", "No client \"" + shown + "\".",
        names.empty() ? "" : "There is: " + join(names, ", ") + ".",
        guess ? "Did you mean \"" + *guess + "\"?" : "Add it to config.toml as [client." + shown + "].");
    error.account = shown;
    return fail(std::move(error));
}

ClientPtr Registry::the_default() const {
    const auto entries = all();
    const auto configured =
        std::count_if(entries.begin(), entries.end(), [](const auto& entry) { return !entry->built_in; });
    return configured == 1 ? entries.front() : nullptr;
}

}  // namespace roadcase::accounts
