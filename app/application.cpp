#include "application.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdlib>
#include <map>

#include "core/text.h"
#include "platform/notify.h"
#include "practice_setup.h"
#include "reload.h"
#include "server/api_json.h"
#include "server/routes_api.h"
#include "server/routes_practice.h"

namespace roadcase {
namespace {

using server::Request;
using server::Response;

/// A request that a provider has received is answered within this, or as good as never.
constexpr milliseconds last_answers{1'400};
/// Longer, so that such an answer still reaches whoever asked.
constexpr milliseconds last_handlers{1'600};
constexpr seconds a_year{365 * 86'400};

std::vector<std::string> loopback_authorities(std::uint16_t port) {
    const auto suffix = ":" + std::to_string(port);
    return {"localhost" + suffix, "127.0.0.1" + suffix, "[::1]" + suffix};
}

Response no_route(const Request& request, const std::string& allow) {
    const bool wrong_method = !allow.empty();
    auto error = wrong_method
                     ? make_error(ErrorKind::invalid_request, "", "This address does not take that method.")
                     : make_error(ErrorKind::not_found, "", "There is no such page.",
                                  "The address may be mistyped.", "Open / for the accounts.");
    auto response = request.path.starts_with("/api/") ? server::problem(error)
                                                      : server::text(404, error.one_line() + "\n");
    if (wrong_method) {
        response.status = 405;
        response.headers.set("Allow", allow);
    }
    return response;
}

}  // namespace

Application::Application(const platform::Paths& paths, config::Config config, Role role)
    : paths_(paths),
      config_(std::move(config)),
      role_(role),
      front_([this](const Request& request) { return handle(request); }) {
    set_port(config_.port);
}

Application::~Application() {
    stop();
}

Result<std::unique_ptr<Application>> Application::open(const platform::Paths& paths, config::Config config,
                                                       Role role) {
    std::unique_ptr<Application> app(new Application(paths, std::move(config), role));
    auto done = role == Role::server ? app->bind(paths) : Status();
    done = done.and_then([&] { return app->assemble(); });
    if (!done) return fail(done.error());
    return app;
}

Status Application::bind(const platform::Paths& paths) {
    auto bound = Status();
    if (config_.listen.empty()) bound = front_.listen_loopbacks(config_.port);
    for (const auto& address : config_.listen) bound = bound.and_then([&] { return front_.listen(address); });
    return bound.and_then(
        [&] { return front_.listen_unix(config_.socket.empty() ? paths.socket() : config_.socket); });
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
        const auto& key_file = config_.encryption_key_file;
        auto store =
            store::open_sqlite_store(paths_.data, key_file.empty() ? paths_.key_file() : key_file, random_);
        if (!store) return fail(store.error());
        store_ = std::move(*store);
        network_ = http::make_transport();
    }
    practice_ = std::make_unique<practice::AuthorizationServer>(
        practice::settings_on(port_, paths_.data + "/practice.json"), clock_, random_);
    glimesh_ = std::make_unique<practice::AuthorizationServer>(practice::glimesh_settings_on(port_), clock_,
                                                               random_);
    transport_ =
        std::make_unique<practice::InProcessTransport>(*practice_, practice::issuer_on(port_), *network_);
    auto clients = config_.clients;
    clients.push_back(practice::client_on(port_));
    registry_ = std::make_unique<accounts::Registry>(std::move(clients));
    http::Transport& way_out = role_ == Role::server ? *network_ : static_cast<http::Transport&>(*transport_);
    accounts_ = std::make_unique<accounts::Accounts>(
        accounts::Accounts::World{*store_, way_out, clock_, random_, *registry_, config_.renew,
                                  [this](const accounts::Event& event) { on_event(event); }});
    keeper_ = std::make_unique<accounts::Keeper>(*accounts_, clock_);
    keys_ = std::make_unique<accounts::Keys>(*store_, clock_, random_);
    callers_ = std::make_unique<server::Callers>(*keys_, clock_, config_.require_key);
    add_routes();
    // Whoever holds the process lock is alone: every renewal that is still open belongs to a dead process,
    // and a command must not wait for its lease to end.
    if (auto recovered = accounts_->recover(); !recovered) spdlog::warn("{}", recovered.error().one_line());
    ready_ = true;
    return {};
}

void Application::add_routes() {
    router_ = {};
    const server::ApiWorld api{*accounts_,
                               *keys_,
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
                               }};
    server::add_token_routes(router_, api);
    server::add_account_routes(router_, api);
    server::add_owner_routes(router_, api);
    pages_ = std::make_unique<server::BrowserWorld>(
        server::BrowserWorld{*accounts_, *registry_, clock_, random_, port_, public_url_,
                             [this](const std::string& id) { return reserved_.take(id); }});
    server::add_browser_routes(router_, *pages_);
    server::add_practice_routes(router_, "/practice", *practice_);
    server::add_practice_routes(router_, "/practice/glimesh", *glimesh_);
    server::add_practice_faults(router_, *practice_, *callers_);
}

Response Application::handle(const Request& request) {
    if (!ready_) return server::text(503, "Starting.\n");
    auto response = answer(request);
    // The path alone: a query may hold a code, a header a key.
    spdlog::debug("{} {} {}", request.method, printable(request.path), response.status);
    return response;
}

Response Application::answer(const Request& request) {
    const auto match = router_.match(request.method, request.path);
    const auto traits = match.traits != nullptr ? *match.traits : server::RouteTraits{};
    if (auto refused = server::refuse(request, traits, authorities_)) return *std::move(refused);
    if (match.handler == nullptr) return no_route(request, match.allow);
    return (*match.handler)(request, match.values);
}

Result<std::string> Application::listen_now(bool any_port) {
    auto bound = front_.listen_loopbacks(config_.port);
    if (!bound && any_port) bound = front_.listen_loopbacks(0);
    if (!bound) return fail(bound.error());
    if (front_.port() != port_) {
        set_port(front_.port());
        if (auto done = assemble(); !done) return fail(done.error());
    }
    front_.start();
    return public_url_;
}

void Application::start() {
    // Only when the front answers can the practice account renew itself through it.
    front_.start();
    keeper_->start();
    platform::notify("READY=1");
    tell_service_manager();
}

void Application::give_up_network() {
    if (network_) network_->close(last_answers);
}

// The keeper is told to end only after the network is closed, because it waits for what it has begun; until
// then it can begin one thing more, which is given up before it is sent.
void Application::stop() {
    front_.begin_stop(last_handlers);
    give_up_network();
    if (keeper_) keeper_->stop();
    front_.stop();
}

std::vector<std::string> Application::reload(config::Config fresh) {
    auto waiting = needs_restart(config_, fresh);
    stay_on_port(fresh, config_, port_);
    auto clients = fresh.clients;
    clients.push_back(practice::client_on(port_));
    registry_->replace(std::move(clients));
    accounts_->use(fresh.renew);
    callers_->require_key(fresh.require_key);
    config_ = std::move(fresh);
    if (accounts_->retry_refused() > 0) spdlog::info("Accounts whose app was refused are tried again.");
    keeper_->nudge();
    return waiting;
}

std::string Application::state_in_words() {
    const auto now = clock_.now();
    const auto records = accounts_->list();
    std::map<std::string_view, int> by_status;
    if (records)
        for (const auto& record : *records) by_status[accounts::shown_status(record, now)] += 1;
    std::string words = "accounts:";
    if (by_status.empty()) words += " none,";
    for (const auto& [status, count] : by_status)
        words += " " + std::to_string(count) + " " + std::string(status) + ",";
    const auto next = accounts_->next_due(now + a_year);
    words += next ? " next renewal " + (*next <= now ? "due now" : "in " + in_words(*next - now))
                  : std::string(" no renewal planned");
    return words + "; connections: " + std::to_string(front_.connections());
}

std::size_t Application::account_count() {
    return store_->account_count().value_or(0);
}

void Application::on_event(const accounts::Event& event) {
    spdlog::info("{} {} {}", event.kind, event.account, event.text);
    store::ActivityRecord record;
    record.at = clock_.now();
    record.kind = event.kind;
    record.account = event.account;
    record.text = event.text;
    if (auto added = store_->add_activity(record); !added) spdlog::warn("{}", added.error().one_line());
    // It may sleep for half a minute, and a token may live shorter than that.
    const bool sooner = event.kind == "account.connected" || event.kind == "token.renewed";
    if (keeper_ && sooner) keeper_->nudge();
    if (event.kind.starts_with("account.")) tell_service_manager();
}

void Application::tell_service_manager() {
    if (role_ != Role::server || std::getenv("NOTIFY_SOCKET") == nullptr) return;
    const auto records = store_->accounts();
    if (!records) return;
    const auto need = std::count_if(records->begin(), records->end(), [](const auto& record) {
        return record.status == store::AccountStatus::needs_authorization;
    });
    platform::notify("STATUS=" + std::to_string(records->size()) + " accounts, " + std::to_string(need) +
                     " to sign in again");
}

}  // namespace roadcase
