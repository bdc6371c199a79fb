#include <algorithm>

#include "accounts/state.h"
#include "core/guarded.h"
#include "core/text.h"
#include "dashboard/account_rows.h"
#include "dashboard/add_page.h"
#include "dashboard/app_names.h"
#include "dashboard/forms.h"
#include "dashboard/message_page.h"
#include "dashboard/provider_rows.h"
#include "dashboard/wizard.h"
#include "server/doors.h"

namespace roadcase::dashboard {
namespace {

using accounts::ClientPtr;
using providers::Provider;
using server::door_of;
using server::PathValues;
using server::Request;
using server::Response;

constexpr int unprocessable = 422;

/// Which provider, its app, whose account. Thread-safe.
class ConnectRoutes {
  public:
    explicit ConnectRoutes(World& world) : world_(world), names_(world.random) {}

    Response pick() const;
    Response open(const Request& request, const std::string& name);
    Response save(const Request& request, const std::string& name);

  private:
    using ConfigPtr = std::shared_ptr<const config::Config>;

    Response wizard(const Request& request, const Provider& provider, const WizardInput& input,
                    const std::optional<Error>& problem = {}, int status = 200) const;
    Response another(const Request& request, const Provider& provider, const accounts::ClientEntry& client,
                     const std::vector<store::AccountRecord>& records) const;
    WizardInput wish_of(const Request& request, const Provider& provider, const ClientPtr& client) const;
    Response keep(const Request& request, const Provider& provider, const WizardInput& input);
    Response test(const Request& request, const Provider& provider, const WizardInput& input,
                  const ClientPtr& client, bool is_new);

    World& world_;
    AppNames names_;
    Guarded<std::map<std::string, AppVerdict>> verdicts_;  ///< by client
};

std::string slug_of(const World& world) {
    if (world.ui.now().hide_names) return {};
    const auto records = world.accounts.list();
    return records && !records->empty() ? records->front().display_name : "";
}

/// People's accounts of this client; the app's own does not count.
std::vector<store::AccountRecord> accounts_of(World& world, const std::string& client) {
    auto records = world.accounts.list().value_or(std::vector<store::AccountRecord>{});
    std::erase_if(records, [&](const store::AccountRecord& record) {
        return record.client != client || accounts::is_app(record);
    });
    return records;
}

bool has_name(const std::vector<store::AccountRecord>& records, std::string_view name) {
    return std::any_of(records.begin(), records.end(),
                       [&](const auto& record) { return record.name == name; });
}

Response unknown_provider(const std::string& asked, const Providers& providers) {
    std::vector<std::string> names;
    for (const auto& [name, provider] : providers) names.push_back(name);
    auto page = error_page(make_error(ErrorKind::not_found, "", "There is no provider of that name here."));
    page.state.word = "Not found";
    page.buttons = {{"Choose a provider", "/add", true}};
    if (const auto near = did_you_mean(asked, names))
        page.buttons.insert(page.buttons.begin(),
                            {"Connect " + providers.find(*near)->second.display_name, "/add/" + *near});
    return page_answer(404, page);
}

/// What its app is called in keys and references.
std::string new_client_name(const accounts::Registry& registry, const Provider& provider) {
    return registry.find(provider.name) ? provider.name + "-app" : provider.name;
}

Error refused(const Provider& provider, const AppVerdict& verdict) {
    return make_error(ErrorKind::rejected, "E301",
                      provider.display_name + " does not accept this client ID and secret.", verdict.detail,
                      "Copy both once more. If the secret is not shown any more, make a new one there.");
}

AppVerdict verdict_of(const Result<accounts::ClientVerdict>& answer, const Provider& provider) {
    if (!answer) return {std::nullopt, "It could not be tested now: " + answer.error().title};
    if (!answer->works)
        return {std::nullopt, provider.display_name +
                                  " does not tell beforehand whether it is right: the "
                                  "sign-in will show it."};
    return {answer->works, answer->detail};
}

Response ConnectRoutes::pick() const {
    PickerPage page;
    page.groups = provider_groups(world_.catalog.config()->providers, world_.registry);
    page.latch = worst_of(world_);
    return server::html(200, render(page));
}

/// An app is registered once; with it, the question is only whose account comes.
Response ConnectRoutes::open(const Request& request, const std::string& name) {
    const auto config = world_.catalog.config();
    const auto found = config->providers.find(name);
    if (found == config->providers.end()) return unknown_provider(name, config->providers);
    const auto& provider = found->second;
    const auto client = client_for(world_.registry, provider);
    const auto input = wish_of(request, provider, client);
    if (!client || request.query.get("setup") || !input.account.empty())
        return wizard(request, provider, input);
    const auto records = accounts_of(world_, client->name);
    return records.empty() ? wizard(request, provider, input) : another(request, provider, *client, records);
}

/// What the address asks for, each checked against what there is.
WizardInput ConnectRoutes::wish_of(const Request& request, const Provider& provider,
                                   const ClientPtr& client) const {
    WizardInput input;
    const auto role = request.query.get("role").value_or("");
    if (provider.role(role) != nullptr) input.role = role;
    const auto record =
        accounts::parse_reference(request.query.get("account").value_or(""))
            .and_then([&](const accounts::Reference& ref) { return world_.accounts.find(ref); });
    if (client && record && record->client == client->name) input.account = accounts::reference_of(*record);
    return input;
}

Response ConnectRoutes::wizard(const Request& request, const Provider& provider, const WizardInput& input,
                               const std::optional<Error>& problem, int status) const {
    const auto client = client_for(world_.registry, provider);
    std::optional<AppVerdict> verdict;
    if (client)
        verdicts_.with([&](const auto& all) {
            if (const auto found = all.find(client->name); found != all.end()) verdict = found->second;
        });
    auto page = wizard_page(world_, provider, client, input, verdict, names_.suggest(slug_of(world_)));
    page.problem = problem;
    if (problem && page.step == 1) page.step = 2;
    page.fragment = wants_fragment(request);
    return server::html(status, render(page));
}

Response ConnectRoutes::another(const Request& request, const Provider& provider,
                                const accounts::ClientEntry& client,
                                const std::vector<store::AccountRecord>& records) const {
    AnotherPage page;
    page.provider = provider.display_name;
    page.address = "/add/" + provider.name;
    page.setup = page.address + "?setup=1";
    page.latch = worst_of(world_);
    const auto door = [&](const std::string& name) {
        return http::with_query(door_of(client.name), {{"name", name}, {"choose", "1"}});
    };
    for (const auto& [name, title, text] :
         {std::tuple{"bot", "My bot", "The account that talks in chat."},
          std::tuple{"channel", "My channel", "The account you stream with."}})
        if (!has_name(records, name)) page.choices.push_back({title, text, door(name)});
    const auto typed = request.query.get("name");
    if (!typed) return server::html(200, render(page));
    if (!accounts::is_name(*typed))
        page.problem = "1 to 64 letters, digits, - and _ can be a name.";
    else if (has_name(records, *typed))
        page.problem = "There is an account of that name already.";
    if (accounts::is_name(*typed)) page.name = *typed;
    if (page.problem.empty()) page.door = door(*typed);
    return server::html(page.problem.empty() ? 200 : unprocessable, render(page));
}

/// POST: the app's id and secret, or only what it may do.
Response ConnectRoutes::save(const Request& request, const std::string& name) {
    const auto form = form_of_ours(request, world_.guard);
    if (!form) return error_answer(form.error());
    const auto config = world_.catalog.config();
    const auto found = config->providers.find(name);
    if (found == config->providers.end()) return unknown_provider(name, config->providers);
    const auto& provider = found->second;
    const auto client = client_for(world_.registry, provider);
    const bool has_secret = client && !client->client.client_secret.empty();
    const auto input = read_input(*form, provider, has_secret);
    if (!input.problems.empty()) return wizard(request, provider, input, {}, unprocessable);
    return request.may_block ? keep(request, provider, input) : server::later();
}

Response ConnectRoutes::keep(const Request& request, const Provider& provider, const WizardInput& input) {
    const auto old = client_for(world_.registry, provider);
    const auto name = old ? old->name : new_client_name(world_.registry, provider);
    auto fields = client_fields(input, provider);
    const auto client =
        old ? world_.catalog.change_client(name, fields) : world_.catalog.add_client(name, fields);
    if (const auto secret = fields.find("client_secret"); secret != fields.end())
        wipe(secret->get_ref<std::string&>());
    if (!client) {
        const auto& error = client.error();
        return wizard(request, provider, input, error, row_of(error.kind).http_status);
    }
    world_.catalog_changed();
    return test(request, provider, input, *client, old == nullptr);
}

/// A wrong secret is known before anybody leaves the page. An app that was never any good is not kept.
Response ConnectRoutes::test(const Request& request, const Provider& provider, const WizardInput& input,
                             const ClientPtr& client, bool is_new) {
    const auto here =
        "/add/" + provider.name + "?setup=1" + (input.role.empty() ? "" : "&role=" + input.role);
    if (!input.is_app) return go_to(here);
    const auto verdict = verdict_of(world_.accounts.check_client(client->name), provider);
    const bool is_wrong = verdict.works == false;
    if (is_wrong && is_new)
        (void)world_.catalog.remove_client(client->name);
    else
        verdicts_.with([&](auto& all) { all.insert_or_assign(client->name, verdict); });
    return is_wrong ? wizard(request, provider, input, refused(provider, verdict), unprocessable)
                    : go_to(here);
}

}  // namespace

void add_connect_routes(server::Router& router, World& world) {
    const server::RouteTraits page{server::RouteTraits::Caller::dashboard, true};
    const server::RouteTraits action{server::RouteTraits::Caller::dashboard, false};
    const auto routes = std::make_shared<ConnectRoutes>(world);
    router.on("GET", "/add", page, [routes](const Request&, const PathValues&) { return routes->pick(); });
    router.on("GET", "/add/{name}", page, [routes](const Request& r, const PathValues& v) {
        return routes->open(r, v.find("name")->second);
    });
    router.on("POST", "/add/{name}", action, [routes](const Request& r, const PathValues& v) {
        return routes->save(r, v.find("name")->second);
    });
}

}  // namespace roadcase::dashboard
