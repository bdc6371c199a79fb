#pragma once

#include <gtest/gtest.h>

#include <memory>

#include "accounts/accounts.h"
#include "dashboard/world.h"
#include "support/fake_transport.h"
#include "support/manual_clock.h"
#include "support/random.h"
#include "support/temp_dir.h"

namespace roadcase::test {

inline accounts::ClientEntry client_entry(const std::string& name, const std::string& display_name,
                                          const std::string& redirect_host = "localhost") {
    accounts::ClientEntry entry;
    entry.name = name;
    entry.provider.name = name;
    entry.provider.display_name = display_name;
    entry.provider.console_url = "https://console.example/" + name;
    entry.provider.server.authorization_endpoint = "https://id.example/" + name + "/authorize";
    entry.provider.server.token_endpoint = "https://id.example/" + name + "/token";
    entry.client.client_id = name + "-client";
    entry.client.redirect_uri = "http://" + redirect_host + ":3000/success";
    entry.client.scopes = {"chat:read"};
    return entry;
}

inline accounts::ClientEntry practice_entry() {
    auto entry = client_entry("practice", "Practice Stream");
    entry.built_in = true;
    return entry;
}

/// Nothing but the presets of the binary; read once.
inline const config::Config& default_config() {
    static const auto config =
        config::parse_config("", "config.toml", {{}, [](const char*) -> const char* { return nullptr; }, {}})
            .value();
    return config;
}

/// The pages over real accounts and a provider that always says yes.
class Browser {
  public:
    explicit Browser(std::vector<accounts::ClientEntry> clients) : registry_(std::move(clients)) {
        auto sealed = store::open_sqlite_store(dir_.path(), dir_ / "key", random);
        EXPECT_TRUE(sealed.has_value());
        store_ = std::move(*sealed);
        transport.on_send = [this](const http::Request&) -> Result<http::Response> { return answer; };
        accounts = std::make_unique<accounts::Accounts>(
            accounts::Accounts::World{*store_, transport, clock, random, registry_, {}, {}});
        keys_ = std::make_unique<accounts::Keys>(*store_, clock, random);
        catalog_ = std::make_unique<config::Catalog>(*store_, registry_, clock, dir_ / "providers");
        configure();
        links_ = std::make_unique<handout::Links>(
            handout::Links::World{*accounts, *store_, clock, random, dir_ / "run", {}, {}});
        ui_ = std::make_unique<dashboard::UiSettings>(*store_, clock);
        practice_ =
            std::make_unique<practice::AuthorizationServer>(practice::PracticeSettings{}, clock, random);
        const auto take = [this](const std::string& id) -> std::optional<accounts::SignIn> {
            return id == reserved.flow_id ? std::optional{reserved} : std::nullopt;
        };
        world_.reset(new dashboard::World{
            *accounts,
            registry_,
            *keys_,
            *catalog_,
            *links_,
            *store_,
            events,
            *ui_,
            *practice_,
            clock,
            random,
            3000,
            "http://localhost:3000",
            take,
            [this] { return problems; },
            [this] { ++catalog_changes; },
            [this] { return on_air; },
            [this](const std::string& url) {
                opened.push_back(url);
                return has_browser;
            },
            [this](const std::string& account, const std::string& who) {
                handed_out.push_back(account + " to " + who);
            },
            [this](const std::string& hash) {
                cleared.push_back(hash);
                return clipboard;
            },
            platform::Paths{dir_ / "config.toml", dir_.path(), dir_.path(), dir_ / "run"},
            dir_.path()});
        dashboard::add_dashboard(router_, *world_);
    }

    server::Response send(server::Request request) const {
        const auto match = router_.match(request.method, request.path);
        if (!match.handler) return {match.allow.empty() ? 404 : 405, {}, {}};
        return (*match.handler)(request, match.values);
    }

    /// GET of a path with its query, as typed into the address bar.
    server::Response get(const std::string& target, http::Headers extra = {}) const {
        server::Request request;
        const auto question = target.find('?');
        request.path = target.substr(0, question);
        if (question != std::string::npos) request.raw_query = target.substr(question + 1);
        request.query = http::parse_params(request.raw_query).value_or(http::Params{});
        request.headers = std::move(extra);
        if (!request.headers.find("Host")) request.headers.add("Host", "localhost:3000");
        return send(request);
    }

    server::Response post(const std::string& path, const http::Params& form, bool may_block = true,
                          bool for_clipboard = false) const {
        server::Request request;
        request.method = "POST";
        request.path = path;
        request.headers.add("Content-Type", "application/x-www-form-urlencoded");
        if (for_clipboard) request.headers.add("Roadcase-Copy", "1");
        request.body = form.encode();
        request.may_block = may_block;
        return send(request);
    }

    /// Walks from /auth/NAME to the page at the end, as a browser would.
    server::Response sign_in(const std::string& door) const {
        const auto out = get(door);
        const auto back = come_back("code=a-code&state=" + state_in(out), cookie_in(out));
        return get(header(back, "Location"));
    }

    server::Response come_back(const std::string& query, const std::string& cookie) const {
        return get("/success?" + query, {{"Cookie", cookie}});
    }

    static std::string header(const server::Response& response, std::string_view name) {
        return std::string{response.headers.find(name).value_or("")};
    }
    /// "name=value" of the cookie that was set.
    static std::string cookie_in(const server::Response& response) {
        const auto cookie = header(response, "Set-Cookie");
        return cookie.substr(0, cookie.find(';'));
    }
    static std::string state_in(const server::Response& response) {
        const auto location = header(response, "Location");
        const auto query = http::parse_params(location.substr(location.find('?') + 1));
        return query ? query->get("state").value_or("") : "";
    }

    /// The hidden field of the dashboard's forms.
    std::string csrf(const std::string& page_with_a_form = "/settings") const {
        const auto page = get(page_with_a_form).body;
        const std::string_view mark = "name=\"csrf\" value=\"";
        const auto at = page.find(mark);
        if (at == std::string::npos) return {};
        const auto begin = at + mark.size();
        return page.substr(begin, page.find('"', begin) - begin);
    }

    std::string id_of(const std::string& reference) const {
        const auto record = accounts->find(*accounts::parse_reference(reference));
        return record ? record->id : "";
    }

    accounts::Keys& keys() { return *keys_; }
    dashboard::UiSettings& ui() { return *ui_; }
    dashboard::World& world() { return *world_; }
    practice::AuthorizationServer& practice() { return *practice_; }
    /// An activity, as the application keeps one for each event.
    void note(std::string kind, std::string account, std::string text) {
        store::ActivityRecord record;
        record.at = clock.now();
        record.kind = std::move(kind);
        record.account = std::move(account);
        record.text = std::move(text);
        EXPECT_TRUE(store_->add_activity(record).has_value());
    }

    ManualClock clock;
    CountingRandom random;
    ScriptedTransport transport;
    http::Response answer = json_answer(
        200, R"({"access_token":"planted-access","refresh_token":"planted-refresh","token_type":"bearer",)"
             R"("expires_in":3600,"scope":"chat:read"})");
    accounts::SignIn reserved{.client = {},
                              .account = {},
                              .name = {},
                              .scopes = {},
                              .origin = "terminal",
                              .flow_id = "no-such-flow"};
    std::unique_ptr<accounts::Accounts> accounts;
    accounts::EventLog events{clock};
    std::vector<Error> problems;
    int catalog_changes = 0;
    bool on_air = false;
    std::vector<std::string> opened;  ///< addresses that the person's browser was to show
    bool has_browser = true;
    std::vector<std::string> cleared;  ///< hashes of what was to leave the clipboard
    platform::Cleared clipboard = platform::Cleared::unknown;
    std::vector<std::string> handed_out;  ///< "twitch to dashboard"
    std::string home() const { return dir_.path(); }

  private:
    /// As if they stood in config.toml; without practice in the list, pages show none.
    void configure() {
        auto config = default_config();
        auto built_in = practice_entry();
        std::vector<accounts::ClientEntry> given;
        for (const auto& client : registry_.all()) given.push_back(*client);
        for (const auto& client : given)
            if (!client.built_in) config.clients.push_back(client);
        EXPECT_TRUE(catalog_->use(std::move(config), std::move(built_in)).empty());
        registry_.replace(std::move(given));
    }

    TempDir dir_;
    accounts::Registry registry_;
    std::unique_ptr<store::Store> store_;
    std::unique_ptr<accounts::Keys> keys_;
    std::unique_ptr<config::Catalog> catalog_;
    std::unique_ptr<handout::Links> links_;
    std::unique_ptr<dashboard::UiSettings> ui_;
    std::unique_ptr<practice::AuthorizationServer> practice_;
    std::unique_ptr<dashboard::World> world_;
    server::Router router_;
};

}  // namespace roadcase::test
