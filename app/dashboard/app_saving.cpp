#include "dashboard/app_saving.h"

#include "dashboard/another_account.h"

namespace roadcase::dashboard {
namespace {

using accounts::ClientEntry;
using accounts::ClientPtr;
using providers::Provider;

/// What the app is called in keys and references.
std::string name_of_app(const World& world, const Provider& provider) {
    if (const auto client = client_for(world.registry, provider)) return client->name;
    return world.registry.find(provider.name) ? provider.name + "-app" : provider.name;
}

/// The catalog's fields, whose secret goes when they do.
struct Fields {
    explicit Fields(Json its_values) : values(std::move(its_values)) {}
    Fields(const Fields&) = delete;
    Fields& operator=(const Fields&) = delete;
    ~Fields() {
        if (const auto secret = values.find("client_secret"); secret != values.end())
            wipe(secret->get_ref<std::string&>());
    }
    Json values;
};

/// Looked for once more: another tab may have been here while the provider was asked.
Result<ClientPtr> keep(World& world, const Provider& provider, const Json& fields) {
    const auto name = name_of_app(world, provider);
    auto kept = world.registry.find(name) ? world.catalog.change_client(name, fields)
                                          : world.catalog.add_client(name, fields);
    if (kept) world.catalog_changed();
    return kept;
}

Error refused(const Provider& provider, const AppVerdict& verdict) {
    return make_error(ErrorKind::rejected, "E301",
                      provider.display_name + " does not accept this client ID and secret.", verdict.detail,
                      "Copy both once more. If the secret is not shown any more, make a new one there.");
}

/// A sign-in belongs to the client ID that asked for it.
std::string aftermath(World& world, const ClientPtr& before, const ClientEntry& now) {
    if (!before || before->client.client_id == now.client.client_id) return {};
    const auto number = accounts_of(world, before->name).size();
    if (number == 0) return {};
    return "The client ID is another one: " +
           (number == 1 ? std::string("its account has")
                        : "its " + std::to_string(number) + " accounts have") +
           " to sign in again.";
}

}  // namespace

ClientPtr client_for(const accounts::Registry& registry, const Provider& provider) {
    const auto named = registry.find(provider.name);
    if (named && !named->built_in && named->provider.name == provider.name) return named;
    for (const auto& client : registry.all())
        if (!client->built_in && client->provider.name == provider.name) return client;
    return nullptr;
}

Status save_app(World& world, const Provider& provider, const WizardInput& input) {
    const auto before = client_for(world.registry, provider);
    const Fields fields(client_fields(input, provider));
    auto draft = world.catalog.draft(name_of_app(world, provider), fields.values);
    if (!draft) return fail(draft.error());
    const auto asked = std::make_shared<const ClientEntry>(std::move(*draft));
    auto verdict = verdict_of(world.accounts.check_client(asked), provider.display_name);
    if (verdict.works == false) return fail(refused(provider, verdict));
    verdict.aftermath = aftermath(world, before, *asked);
    const auto kept = keep(world, provider, fields.values);
    if (!kept) return fail(kept.error());
    world.verdicts.keep(*asked, std::move(verdict));
    return {};
}

Status save_scopes(World& world, const Provider& provider, const WizardInput& input) {
    const Fields fields(client_fields(input, provider));
    const auto kept = keep(world, provider, fields.values);
    return kept ? Status() : fail(kept.error());
}

}  // namespace roadcase::dashboard
