#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "accounts/accounts.h"
#include "http/transport.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"
#include "support/random.h"
#include "walks/dialect_file.h"

namespace roadcase::test {

/// Every host there is, played by one server: what is sent to https://id.twitch.tv/oauth2/token reaches the
/// door of that address, so that a preset's addresses are used as they are. Keeps an account of the traffic
/// for the messages of failed tests. Thread-safe.
class EveryHost final : public http::Transport {
  public:
    explicit EveryHost(practice::AuthorizationServer& server) : server_(server) {}

    Result<http::Response> send(const http::Request& request) override {
        const auto url = http::parse_url(request.url);
        if (!url) return fail(ErrorKind::unavailable, "E404", "This is no address: " + request.url);
        const auto address = url->origin() + url->path;
        auto headers = request.headers;
        // As the real transport does.
        if (!headers.find("User-Agent")) headers.add("User-Agent", "roadcase/0");
        auto response = server_.handle(request.method, address, url->query, headers, request.body);
        std::lock_guard lock(mutex_);
        // Everything here is planted, so it may be told.
        traffic_ += request.method + " " + request.url + "\n    " + request.body + "\n    -> " +
                    std::to_string(response.status) + " " + response.body.substr(0, 300) + "\n";
        return response;
    }

    std::string traffic() const {
        std::lock_guard lock(mutex_);
        return traffic_;
    }

  private:
    practice::AuthorizationServer& server_;
    mutable std::mutex mutex_;
    std::string traffic_;
};

/// One provider, one client of it as the configuration makes it, and Accounts between them.
class ProviderWorld {
  public:
    ProviderWorld(const ProviderStory& story, std::vector<accounts::ClientEntry> clients)
        : story_(story),
          server(story.settings, clock, random),
          hosts(server),
          registry_(std::move(clients)),
          accounts(accounts::Accounts::World{store_, hosts, clock, random, registry_, {}, {}}) {}

    accounts::Reference ref() const { return accounts::parse_reference(story_.name).value(); }

    /// The query with which the browser comes back after the person's answer; nothing when the provider shows
    /// a page that does not ask.
    std::optional<std::string> visit(const std::string& authorization_url, const std::string& answer) {
        const auto back = press(*hosts.send({"GET", authorization_url, {}, {}}), answer);
        if (!back) return std::nullopt;
        const std::string location(back->headers.find("Location").value_or(""));
        const auto question = location.find('?');
        return question == std::string::npos ? "" : location.substr(question + 1);
    }

    /// The person allows what a device asks for.
    bool allow_device(const std::string& user_code) {
        const auto query = http::Params{{"user_code", user_code}}.encode();
        const auto done = press(server.handle("GET", "/device", query, {}, ""), "allow");
        return done && done->status == 200;
    }

    /// A whole sign-in.
    Result<accounts::Flow> sign_in(const std::string& answer) {
        accounts::SignIn wish;
        wish.client = story_.name;
        const auto started = accounts.begin_authorization(wish);
        if (!started) return fail(started.error());
        const auto query = visit(started->authorization_url, answer);
        if (!query) return fail(ErrorKind::internal, "", "The provider did not ask the person.");
        return accounts.complete_authorization(*query, {started->binding.reveal()});
    }

  private:
    /// A button of the page that asks; nothing when it is another page.
    std::optional<http::Response> press(const http::Response& page, const std::string& answer) {
        const std::string mark = "name=\"request\" value=\"";
        const auto start = page.body.find(mark);
        if (start == std::string::npos) return std::nullopt;
        const auto from = start + mark.size();
        const auto id = page.body.substr(from, page.body.find('"', from) - from);
        return server.handle("POST", "/consent", "", {{"Content-Type", "application/x-www-form-urlencoded"}},
                             http::Params{{"request", id}, {"answer", answer}}.encode());
    }

    const ProviderStory& story_;

  public:
    ManualClock clock;
    CountingRandom random;
    practice::AuthorizationServer server;
    EveryHost hosts;

  private:
    MemoryStore store_;
    accounts::Registry registry_;

  public:
    accounts::Accounts accounts;
};

}  // namespace roadcase::test
