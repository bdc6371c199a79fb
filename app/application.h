#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "accounts/accounts.h"
#include "accounts/clock_watch.h"
#include "accounts/handle_tokens.h"
#include "accounts/handles.h"
#include "accounts/keeper.h"
#include "accounts/keys.h"
#include "config/catalog.h"
#include "config/config.h"
#include "core/clock.h"
#include "core/random.h"
#include "dashboard/world.h"
#include "handout/links.h"
#include "hooks.h"
#include "http/transport.h"
#include "mint_log.h"
#include "notifier.h"
#include "platform/paths.h"
#include "practice/authorization_server.h"
#include "practice/in_process.h"
#include "server/broker_door.h"
#include "server/callers.h"
#include "server/front.h"
#include "server/guards.h"
#include "server/reserved_sign_ins.h"
#include "server/router.h"
#include "store/vault.h"

namespace roadcase {

/// How this process uses the application.
enum class Role {
    command,  ///< one command in its own process; listens only when asked to
    server,   ///< roadcase serve: both loopbacks, the Unix socket, the keeper
};

/// The one place that names real clocks, transports and stores, and puts every part together. The caller
/// holds the process lock for as long as it lives.
class Application {
  public:
    /// Opens the store and finishes what a crash left. A server binds its sockets first, so that a taken port
    /// costs nothing.
    static Result<std::unique_ptr<Application>> open(const platform::Paths& paths, config::Config config,
                                                     Role role);
    ~Application();

    /// Guards, then the route. Thread-safe.
    server::Response handle(const server::Request& request);

    /// For whom a command listens: a browser that comes back, or programs that it starts, which may ask at
    /// the Unix socket, too, and find accounts that renew themselves.
    enum class Door { browser, programs };
    /// For a command, once: a front on the loopbacks for as long as this process lives; any free port when
    /// allowed and the configured one is taken. Gives the public URL.
    Result<std::string> listen_now(bool any_port, Door door);
    /// The Unix socket of this home.
    std::string socket() const;

    /// serve: the keeper and the front.
    void start();
    /// Before start(): told once, from another thread, when a listener is dead.
    void on_failure(std::function<void(const Error&)> tell) { front_.on_failure(std::move(tell)); }
    /// From now on no request leaves; one that has left may be answered for a last moment. From any thread.
    void give_up_network();
    /// No new requests, no new renewals; what was sent to a provider gets its last moment, handlers finish.
    /// Takes less than two seconds. What is not done then is as after a crash: the next start goes on.
    void stop();

    /// serve: takes over what may change while it runs: clients, providers, renewals, the API's rules. Gives
    /// the keys whose new values need a restart. No sign-in and no token is dropped.
    std::vector<std::string> reload(config::Config fresh);
    const config::Config& config() const { return config_; }
    /// One sentence about accounts, renewals and connections, for the log; nothing secret.
    std::string state_in_words();

    const std::string& public_url() const { return public_url_; }
    bool has_ipv6() const { return front_.has_ipv6(); }
    std::size_t account_count();

  private:
    Application(const platform::Paths& paths, config::Config config, Role role);
    Status bind();
    Status assemble();
    void set_port(std::uint16_t port);
    void add_routes();
    /// To providers: a command reaches the practice provider without a server.
    http::Transport& way_out();
    void use_catalog(const config::Config& config);
    void use_brokers(const config::Config& config);
    static void log_only(std::string_view kind, const std::string& text);
    server::Response answer(const server::Request& request);
    server::Response no_route(const server::Request& request, const server::Router::Match& match) const;
    server::Response error_page(const Error& error, int status) const;
    void on_event(accounts::Event event);
    void continue_event_numbers();
    void tell_service_manager();
    /// How the provider behind an account is called.
    std::string provider_of(const std::string& reference) const;
    void save_the_rest();
    std::vector<Error> problems() const;
    /// The same and the new keys that wait for a yes, which the dashboard shows in its own way.
    std::vector<Error> problems_and_questions() const;

    platform::Paths paths_;
    config::Config config_;  ///< for the main thread, which alone replaces it; others ask catalog_
    Role role_;
    SystemClock clock_;
    SystemRandom random_;
    accounts::EventLog events_{clock_};
    std::uint16_t port_ = 0;
    std::string public_url_;
    std::unique_ptr<http::ClosableTransport> wire_;
    std::unique_ptr<accounts::ClockWatch> clock_watch_;
    std::unique_ptr<http::Transport> network_;  ///< the wire, watched
    std::unique_ptr<practice::AuthorizationServer> practice_;
    std::unique_ptr<practice::AuthorizationServer> glimesh_;
    std::unique_ptr<practice::InProcessTransport> transport_;
    std::unique_ptr<store::SealedStore> store_;
    std::unique_ptr<accounts::Registry> registry_;
    std::unique_ptr<config::Catalog> catalog_;
    std::unique_ptr<accounts::Accounts> accounts_;
    std::unique_ptr<accounts::Keys> keys_;
    std::unique_ptr<accounts::Handles> handles_;
    std::unique_ptr<accounts::HandleTokens> handle_tokens_;
    std::unique_ptr<accounts::Keeper> keeper_;
    std::unique_ptr<handout::Links> links_;
    std::unique_ptr<server::Callers> callers_;
    MintLog mint_log_{{[this](const accounts::Event& event) { on_event(event); }, log_only,
                       [this] { return clock_.since_boot(); }}};
    std::unique_ptr<std::once_flag> brokers_used_;  ///< a command reads their secrets when it needs one
    std::unique_ptr<server::BrokerDesk> broker_desk_;
    std::unique_ptr<server::BrokerDoor> broker_door_;
    server::ReservedSignIns reserved_{clock_};
    std::unique_ptr<dashboard::UiSettings> ui_;
    std::unique_ptr<dashboard::World> pages_;
    Hooks hooks_;
    Notifier notifier_{{clock_, [this] { return ui_->now(); },
                        [this](const std::string& reference) { return provider_of(reference); }}};
    server::Authorities authorities_;
    const server::ErrorPage error_page_ = [this](const Error& error, int status) {
        return error_page(error, status);
    };
    server::Router router_;
    std::atomic<bool> ready_{false};
    /// Last, so that it goes first: its destructor waits for handlers, and those use everything above.
    server::Front front_;
};

}  // namespace roadcase
