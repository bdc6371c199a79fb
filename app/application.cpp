#include "application.h"

#include <spdlog/spdlog.h>

#include <cstdlib>

#include "core/text.h"
#include "dashboard/refusal_page.h"
#include "dashboard/theme.h"
#include "key_setup.h"
#include "platform/clipboard.h"
#include "platform/process.h"
#include "practice_setup.h"
#include "server/routes_api.h"
#include "server/routes_clients.h"
#include "server/routes_links.h"
#include "server/routes_moving.h"
#include "server/routes_practice.h"
#include "server/routes_vault.h"

namespace roadcase {
namespace {

using server::Request;
using server::Response;

std::vector<std::string> loopback_authorities(std::uint16_t port) {
    const auto suffix = ":" + std::to_string(port);
    return {"localhost" + suffix, "127.0.0.1" + suffix, "[::1]" + suffix};
}

std::string home_of_person() {
    const char* home = std::getenv("HOME");
    return home == nullptr ? "" : home;
}

/// Requests wait for an account by its id.
std::string topic_of(const accounts::Event& event) {
    return event.account_id.empty() ? "no account" : event.account_id;
}

}  // namespace

Application::Application(const platform::Paths& paths, config::Config config, Role role)
    : paths_(paths),
      config_(std::move(config)),
      role_(role),
      front_([this](const Request& request) { return handle(request); }) {
    set_port(config_.port);
    front_.show_errors_with(error_page_);
    events_.subscribe([this](const accounts::EventPtr& event) { front_.wake(topic_of(event->event)); });
}

Application::~Application() {
    stop();
}

Result<std::unique_ptr<Application>> Application::open(const platform::Paths& paths, config::Config config,
                                                       Role role) {
    std::unique_ptr<Application> app(new Application(paths, std::move(config), role));
    auto done = role == Role::server ? app->bind() : Status();
    done = done.and_then([&] { return app->assemble(); });
    if (!done) return fail(done.error());
    return app;
}

Status Application::bind() {
    auto bound = Status();
    if (config_.listen.empty()) bound = front_.listen_loopbacks(config_.port);
    for (const auto& address : config_.listen) bound = bound.and_then([&] { return front_.listen(address); });
    return bound.and_then([&] { return front_.listen_unix(socket()); });
}

std::string Application::socket() const {
    return config_.socket.empty() ? paths_.socket() : config_.socket;
}

void Application::set_port(std::uint16_t port) {
    port_ = port;
    const bool moved = port != config_.port;
    public_url_ =
        moved || config_.public_url.empty() ? "http://localhost:" + std::to_string(port) : config_.public_url;
    authorities_ = {};
    authorities_.product = loopback_authorities(port);
    authorities_.practice = "127.0.0.1:" + std::to_string(port);
    if (const auto url = http::parse_url(public_url_)) authorities_.product.push_back(url->authority());
    for (const auto& name : authorities_.product) authorities_.origins.push_back("http://" + name);
    if (const auto url = http::parse_url(public_url_)) authorities_.origins.push_back(url->origin());
}

Status Application::assemble() {
    if (!store_) {
        auto store =
            store::open_sqlite_store(paths_.data, key_settings(paths_, config_, clock_.now()), random_);
        if (!store) return fail(store.error());
        store_ = std::move(*store);
        wire_ = http::make_transport();
        clock_watch_ = std::make_unique<accounts::ClockWatch>(
            clock_, config_.renew.clock_skew_warn,
            [](const Error& error) { spdlog::warn("{}", error.one_line()); });
        network_ = std::make_unique<accounts::WatchedTransport>(*wire_, *clock_watch_, clock_);
    }
    practice_ = std::make_unique<practice::AuthorizationServer>(
        practice::settings_on(port_, paths_.data + "/practice.json"), clock_, random_);
    glimesh_ = std::make_unique<practice::AuthorizationServer>(practice::glimesh_settings_on(port_), clock_,
                                                               random_);
    transport_ =
        std::make_unique<practice::InProcessTransport>(*practice_, practice::issuer_on(port_), *network_);
    registry_ = std::make_unique<accounts::Registry>(std::vector<accounts::ClientEntry>());
    catalog_ = std::make_unique<config::Catalog>(*store_, *registry_, clock_, paths_.providers());
    use_catalog(config_);
    accounts_ = std::make_unique<accounts::Accounts>(
        accounts::Accounts::World{*store_, way_out(), clock_, random_, *registry_, config_.renew,
                                  [this](const accounts::Event& event) { on_event(event); }});
    keeper_ = std::make_unique<accounts::Keeper>(*accounts_, clock_);
    keys_ = std::make_unique<accounts::Keys>(*store_, clock_, random_,
                                             [this](const accounts::Event& event) { on_event(event); });
    keys_->confirm_first_use(config_.confirm_first_use);
    handles_ = std::make_unique<accounts::Handles>(*store_, clock_, random_);
    handle_tokens_ = std::make_unique<accounts::HandleTokens>(*accounts_, clock_);
    callers_ = std::make_unique<server::Callers>(*keys_, clock_, config_.require_key, public_url_ + "/#keys");
    broker_desk_ = std::make_unique<server::BrokerDesk>(server::BrokerDesk::World{
        *keys_, *callers_, *network_, clock_, random_,
        [this](const std::string& broker, const std::string& what, const std::string& who) {
            mint_log_.made(broker, what, who);
        },
        [this](const std::string& broker, const Error& why) { mint_log_.failed(broker, why); }});
    broker_door_ = std::make_unique<server::BrokerDoor>(*broker_desk_);
    brokers_used_ = std::make_unique<std::once_flag>();
    if (role_ == Role::server) use_brokers(config_);
    const handout::HandleMaker local_handles{
        [this](const std::string& name, const std::string& account_id) {
            return handles_->create(name, account_id).map([](accounts::CreatedHandle made) {
                return std::move(made.handle);
            });
        },
        [this](const std::string& name) { return handles_->revoke(name); }};
    links_ = std::make_unique<handout::Links>(
        handout::Links::World{*accounts_, *store_, clock_, random_, paths_.runtime, local_handles,
                              [this](const accounts::Event& event) { on_event(event); }});
    links_->configure(config_.links);
    ui_ = std::make_unique<dashboard::UiSettings>(*store_, clock_);
    ui_->use(config_.ui);
    add_routes();
    if (role_ == Role::server) continue_event_numbers();
    // Whoever holds the process lock is alone: every renewal that is still open belongs to a dead process,
    // and a command must not wait for its lease to end.
    if (auto recovered = accounts_->recover(); !recovered) spdlog::warn("{}", recovered.error().one_line());
    ready_ = true;
    return {};
}

http::Transport& Application::way_out() {
    if (role_ == Role::server) return *network_;
    return *transport_;
}

void Application::add_routes() {
    router_ = {};
    const server::ApiWorld api{*accounts_,
                               *keys_,
                               *handles_,
                               *registry_,
                               *store_,
                               reserved_,
                               *callers_,
                               clock_,
                               random_,
                               public_url_,
                               role_ == Role::server,
                               [](const std::string& account, const std::string& who) {
                                   spdlog::info("token.handed_out {} to {}", account, who);
                               },
                               [this] { return problems_and_questions(); }};
    server::add_token_routes(router_, api);
    server::add_openapi_route(router_);
    server::add_event_routes(router_, api, events_);
    server::add_account_routes(router_, api);
    server::add_status_routes(router_, api);
    server::add_flow_routes(router_, api);
    const server::CatalogWorld catalog{
        *catalog_, *registry_, *accounts_, *store_, way_out(), *callers_, [this] {
            accounts_->retry_refused();
            keeper_->nudge();
        }};
    server::add_moving_routes(router_, api, [this] { use_catalog(*catalog_->config()); });
    server::add_client_routes(router_, catalog);
    server::add_provider_routes(router_, catalog);
    server::add_link_routes(router_, {*links_, *callers_});
    server::add_key_routes(router_, api);
    server::add_handle_routes(router_, api);
    server::add_broker_routes(router_, *broker_door_, *callers_);
    server::add_facade_routes(router_, api, *handle_tokens_);
    server::add_vault_routes(router_,
                             {*store_, *callers_, clock_, key_settings(paths_, config_, clock_.now())});
    pages_.reset(new dashboard::World{*accounts_,
                                      *registry_,
                                      *keys_,
                                      *catalog_,
                                      *links_,
                                      *store_,
                                      events_,
                                      *ui_,
                                      *practice_,
                                      clock_,
                                      random_,
                                      port_,
                                      public_url_,
                                      [this](const std::string& id) { return reserved_.take(id); },
                                      [this] { return problems(); },
                                      catalog.changed,
                                      [] { return platform::is_streaming(); },
                                      [this](const std::string& url) {
                                          return catalog_->config()->open_browser != "never" &&
                                                 platform::open_browser(url);
                                      },
                                      api.handed_out,
                                      platform::clear_clipboard_of,
                                      paths_,
                                      home_of_person()});
    dashboard::add_dashboard(router_, *pages_);
    server::add_practice_routes(router_, "/practice", *practice_);
    server::add_practice_routes(router_, "/practice/glimesh", *glimesh_);
    server::add_practice_faults(router_, *practice_, *callers_);
    // What the contract tests hold against docs/openapi.yaml.
    for (const auto& name : router_.names()) spdlog::debug("route {}", name);
}

Response Application::handle(const Request& request) {
    if (!ready_) return server::text(503, "Starting.\n");
    auto response = answer(request);
    dashboard::put_theme(response, *ui_);
    // The path alone: a query may hold a code, a header a key.
    spdlog::debug("{} {} {}", request.method, printable(request.path), response.status);
    return response;
}

Response Application::answer(const Request& request) {
    const auto match = router_.match(request.method, request.path);
    const auto traits = match.traits != nullptr ? *match.traits : server::RouteTraits{};
    const bool about_brokers = match.traits == nullptr || request.path.starts_with("/api/v1/brokers");
    if (about_brokers && role_ == Role::command)
        std::call_once(*brokers_used_, [this] { use_brokers(config_); });
    if (match.traits == nullptr)
        if (auto made = broker_door_->answer(request, authorities_)) return *std::move(made);
    if (auto refused = server::refuse(request, traits, authorities_, error_page_)) return *std::move(refused);
    if (match.handler == nullptr) return no_route(request, match);
    return (*match.handler)(request, match.values);
}

Response Application::no_route(const Request& request, const server::Router::Match& match) const {
    const bool wrong_method = !match.allow.empty();
    const bool is_ours = wrong_method && match.traits->caller == server::RouteTraits::Caller::dashboard;
    // A form was sent there, and its answer is loaded again or its address opened.
    if (is_ours && request.method == "GET" && server::wants_page(request)) return server::redirect(303, "/");
    const auto error =
        wrong_method ? make_error(ErrorKind::invalid_request, "", "This address does not take that method.")
                     : make_error(ErrorKind::not_found, "", "There is no such page.",
                                  "The address may be mistyped.", "Open / for the accounts.");
    auto response = server::refusal(request, error, error_page_, wrong_method ? 405 : 404);
    if (wrong_method) response.headers.set("Allow", match.allow);
    return response;
}

Response Application::error_page(const Error& error, int status) const {
    auto page = dashboard::refusal_page(error, status, "http://localhost:" + std::to_string(port_) + "/");
    dashboard::put_theme(page, *ui_);
    return page;
}

Result<std::string> Application::listen_now(bool any_port, Door door) {
    auto bound = front_.listen_loopbacks(config_.port);
    if (!bound && any_port) bound = front_.listen_loopbacks(0);
    if (door == Door::programs) bound = bound.and_then([&] { return front_.listen_unix(socket()); });
    if (!bound) return fail(bound.error());
    if (front_.port() != port_) {
        set_port(front_.port());
        if (auto done = assemble(); !done) return fail(done.error());
    }
    front_.start();
    if (door == Door::programs) keeper_->start();
    return public_url_;
}

}  // namespace roadcase
