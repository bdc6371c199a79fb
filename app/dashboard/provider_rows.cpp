#include "dashboard/provider_rows.h"

#include <algorithm>

#include "core/text.h"
#include "dashboard/app_saving.h"
#include "server/doors.h"

namespace roadcase::dashboard {
namespace {

using providers::Provider;

bool is_most_used(const std::string& name) {
    return std::find(std::begin(most_used), std::end(most_used), name) != std::end(most_used);
}

/// Somebody runs it: its address is the person's to say. One that ended may live on there.
bool is_on_own_server(const Provider& provider) {
    const auto& all = provider.variables;
    const auto is_needed = [](const auto& variable) { return variable.second.empty(); };
    return !all.empty() && (!provider.retired.empty() || std::any_of(all.begin(), all.end(), is_needed));
}

ProviderRow row_of(const Provider& provider, const accounts::Registry& registry) {
    ProviderRow row{provider.display_name, "", "/add/" + provider.name};
    if (client_for(registry, provider))
        row.text = "Your app is here already.";
    else if (!provider.registration.request.url.empty())
        row.text = "No app to register: Roadcase does it by itself.";
    else
        row.text = provider.retired.empty() ? provider.notice : provider.ended();
    return row;
}

void by_title(std::vector<ProviderRow>& rows) {
    std::sort(rows.begin(), rows.end(), [](const ProviderRow& a, const ProviderRow& b) {
        return to_lower(a.title) < to_lower(b.title);
    });
}

}  // namespace

std::vector<ProviderGroup> provider_groups(const Providers& providers, const accounts::Registry& registry) {
    ProviderGroup first{"Most used", {}}, more{"More", {}}, own{"On a server of your own", {}};
    ProviderGroup practice{"To try it out", {}};
    for (const auto* name : most_used)
        if (const auto found = providers.find(name); found != providers.end())
            first.rows.push_back(row_of(found->second, registry));
    for (const auto& [name, provider] : providers) {
        if (is_most_used(name)) continue;
        if (is_on_own_server(provider))
            own.rows.push_back(row_of(provider, registry));
        else if (provider.retired.empty())
            more.rows.push_back(row_of(provider, registry));
    }
    by_title(more.rows);
    by_title(own.rows);
    for (const auto& client : registry.all())
        if (client->built_in)
            practice.rows.push_back(
                {client->provider.display_name, "No sign-up, 30 seconds.", server::door_of(client->name)});
    return {first, more, own, practice};
}

}  // namespace roadcase::dashboard
