#include "accounts/reference.h"
#include "core/text.h"
#include "dashboard/account_rows.h"
#include "dashboard/add_page.h"
#include "dashboard/another_account.h"
#include "dashboard/app_names.h"
#include "dashboard/app_saving.h"
#include "dashboard/forms.h"
#include "dashboard/message_page.h"
#include "dashboard/provider_rows.h"
#include "dashboard/wizard.h"

namespace roadcase::dashboard {
namespace {

using accounts::ClientPtr;
using providers::Provider;
using server::PathValues;
using server::Request;
using server::Response;

constexpr int unprocessable = 422;

/// Which provider, its app, whose account. Thread-safe.
class ConnectRoutes {
  public:
    explicit ConnectRoutes(World& world) : world_(world), names_(world.random) {}

    Response pick() const;
    Response open(const Request& request, const std::string& name) const;
    Response save(const Request& request, const std::string& name);

  private:
    Response wizard(const Request& request, const Provider& provider, const WizardInput& input,
                    const std::optional<Error>& problem = {}, int status = 200) const;
    WizardInput wish_of(const Request& request, const Provider& provider, const ClientPtr& client) const;
    std::string account_of(const ClientPtr& client, const std::string& wished) const;
    Response keep(const Request& request, const Provider& provider, WizardInput& input);

    World& world_;
    AppNames names_;
};

std::string slug_of(const World& world) {
    if (world.ui.now().hide_names) return {};
    const auto records = world.accounts.list();
    return records && !records->empty() ? records->front().display_name : "";
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

Response ConnectRoutes::pick() const {
    PickerPage page;
    page.groups = provider_groups(world_.catalog.config()->providers, world_.registry);
    page.latch = worst_of(world_);
    return server::html(200, render(page));
}

/// An app is registered once; with it, the question is only whose account comes.
Response ConnectRoutes::open(const Request& request, const std::string& name) const {
    const auto config = world_.catalog.config();
    const auto found = config->providers.find(name);
    if (found == config->providers.end()) return unknown_provider(name, config->providers);
    const auto& provider = found->second;
    const auto client = client_for(world_.registry, provider);
    const auto input = wish_of(request, provider, client);
    if (!client || request.query.get("setup") || !input.account.empty())
        return wizard(request, provider, input);
    const auto records = accounts_of(world_, client->name);
    return records.empty() ? wizard(request, provider, input)
                           : another_account(world_, request, provider, *client, records);
}

/// What the address asks for, each checked against what there is.
WizardInput ConnectRoutes::wish_of(const Request& request, const Provider& provider,
                                   const ClientPtr& client) const {
    WizardInput input;
    const auto role = request.query.get("role").value_or("");
    if (provider.role(role) != nullptr) input.role = role;
    input.account = account_of(client, request.query.get("account").value_or(""));
    return input;
}

/// Its reference; empty when the client has no such account.
std::string ConnectRoutes::account_of(const ClientPtr& client, const std::string& wished) const {
    const auto record = accounts::parse_reference(wished).and_then(
        [&](const accounts::Reference& ref) { return world_.accounts.find(ref); });
    return client && record && record->client == client->name ? accounts::reference_of(*record) : "";
}

Response ConnectRoutes::wizard(const Request& request, const Provider& provider, const WizardInput& input,
                               const std::optional<Error>& problem, int status) const {
    auto page = wizard_page(world_, provider, input, names_.suggest(slug_of(world_)));
    page.problem = problem;
    if (problem && page.step == 1) page.step = 2;
    page.fragment = wants_fragment(request);
    return server::html(status, render(page));
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
    auto input = read_input(*form, provider, kept_of(world_, client));
    input.account = account_of(client, form->get("account").value_or(""));
    if (!input.problems.empty()) return wizard(request, provider, input, {}, unprocessable);
    return request.may_block ? keep(request, provider, input) : server::later();
}

/// A wrong secret is known before anybody leaves the page, and before it takes the place of a right one.
Response ConnectRoutes::keep(const Request& request, const Provider& provider, WizardInput& input) {
    const auto saved =
        input.is_app ? save_app(world_, provider, input) : save_scopes(world_, provider, input);
    if (saved) {
        http::Params wish{{"setup", "1"}};
        if (!input.role.empty()) wish.add("role", input.role);
        if (!input.account.empty()) wish.add("account", input.account);
        return go_to(http::with_query("/add/" + provider.name, wish));
    }
    const auto& error = saved.error();
    if (error.code != "E301") return wizard(request, provider, input, error, row_of(error.kind).http_status);
    const bool had_one = client_for(world_.registry, provider) != nullptr;
    input.problems["client_secret"] = had_one ? "It is not saved: the one that was there before is kept."
                                              : "It is not saved: it does not go with this client ID.";
    return wizard(request, provider, input, error, unprocessable);
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
