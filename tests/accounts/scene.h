#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "accounts/accounts.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"
#include "support/practice_transport.h"
#include "support/random.h"

namespace roadcase::test {

inline constexpr auto issuer = "http://127.0.0.1:3000/practice";
inline constexpr auto redirect_uri = "http://localhost:3000/success";
inline constexpr auto client_secret = "planted-client-secret";

inline practice::PracticeSettings practice_settings() {
    practice::PracticeSettings settings;
    settings.issuer = issuer;
    settings.client_id = "practice-client";
    settings.client_secret = client_secret;
    settings.redirect_uris = {redirect_uri};
    settings.access_token_lifetime = seconds{3600};
    return settings;
}

inline accounts::ClientEntry practice_entry(const std::string& name = "practice") {
    const std::string base = issuer;
    accounts::ClientEntry entry;
    entry.name = name;
    entry.provider.name = "practice";
    entry.provider.display_name = "Practice";
    entry.provider.server.issuer = base;
    entry.provider.server.authorization_endpoint = base + "/authorize";
    entry.provider.server.token_endpoint = base + "/token";
    entry.provider.server.revocation_endpoint = base + "/revoke";
    entry.provider.server.authorization_response_iss_parameter_supported = true;
    entry.provider.identity.request.url = base + "/userinfo";
    entry.provider.api_headers = {{"Authorization", "Bearer {access_token}"}, {"Client-Id", "{client_id}"}};
    entry.client.client_id = "practice-client";
    entry.client.client_secret = Secret(client_secret);
    entry.client.redirect_uri = redirect_uri;
    entry.client.scopes = {"chat:read", "chat:edit"};
    return entry;
}

inline http::Response json(int status, std::string body) {
    return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

/// The practice provider, a store in memory, a clock moved by hand, and Accounts between them.
struct Scene {
    explicit Scene(practice::PracticeSettings settings = practice_settings(),
                   std::vector<accounts::ClientEntry> entries = {practice_entry()})
        : practice(std::move(settings), clock, random),
          transport(practice, issuer),
          registry(std::move(entries)),
          accounts(make_accounts()) {}

    std::unique_ptr<accounts::Accounts> make_accounts() {
        return std::make_unique<accounts::Accounts>(accounts::Accounts::World{
            store, transport, clock, random, registry, {}, [this](const auto& event) {
                std::lock_guard lock(events_mutex);
                events.push_back(event);
            }});
    }
    /// As after a restart of the program: nothing is left but the store.
    void restart() { accounts = make_accounts(); }

    accounts::Reference ref(std::string_view text = "practice") const {
        return accounts::parse_reference(text).value();
    }

    /// What the provider sends the browser back with after the person's answer on the consent page.
    std::string consent(const std::string& authorization_url, const std::string& answer = "allow") {
        const auto page = transport.deliver({"GET", authorization_url, {}, {}});
        EXPECT_EQ(page->status, 200) << page->body;
        const std::string mark = "name=\"request\" value=\"";
        const auto start = page->body.find(mark);
        EXPECT_NE(start, std::string::npos) << page->body;
        const auto id = page->body.substr(start + mark.size(),
                                          page->body.find('"', start + mark.size()) - start - mark.size());
        const auto sent_back = transport.deliver({"POST",
                                                  std::string(issuer) + "/consent",
                                                  {{"Content-Type", "application/x-www-form-urlencoded"}},
                                                  "request=" + id + "&answer=" + answer});
        const std::string location(sent_back->headers.find("Location").value_or(""));
        return location.substr(location.find('?') + 1);
    }

    Result<accounts::Flow> sign_in(const accounts::SignIn& wish, const std::string& answer = "allow") {
        const auto started = accounts->begin_authorization(wish);
        if (!started) return fail(started.error());
        return accounts->complete_authorization(consent(started->authorization_url, answer),
                                                {started->binding.reveal()});
    }
    accounts::SignIn wish(std::string client = "practice") const {
        accounts::SignIn wish;
        wish.client = std::move(client);
        return wish;
    }
    /// A connected default account.
    store::AccountRecord connect() {
        const auto flow = sign_in(wish());
        EXPECT_TRUE(flow.has_value());
        EXPECT_EQ(flow->state, accounts::Flow::State::done) << (flow->error ? flow->error->one_line() : "");
        return accounts->find(ref()).value();
    }

    /// What the keeper would do now, at most `limit` times. Returns how often.
    std::size_t refresh_due(std::size_t limit = 16) {
        std::size_t ran = 0;
        while (ran < limit && accounts->run_one_due()) ++ran;
        return ran;
    }

    /// From now on the token endpoint answers this.
    void answer_tokens(Result<http::Response> answer) {
        transport.intercept = [this, answer](const http::Request& request) -> PracticeTransport::Answer {
            if (!request.url.ends_with("/token")) return std::nullopt;
            ++token_requests;
            return answer;
        };
    }
    /// From now on this person answers the question who signed in.
    void answer_person(const std::string& body, int status = 200) {
        transport.intercept = [body, status](const http::Request& request) -> PracticeTransport::Answer {
            if (!request.url.ends_with("/userinfo")) return std::nullopt;
            return json(status, body);
        };
    }
    void answer_as_usual() { transport.intercept = nullptr; }

    std::vector<std::string> event_kinds() {
        std::lock_guard lock(events_mutex);
        std::vector<std::string> kinds;
        for (const auto& event : events) kinds.push_back(event.kind);
        return kinds;
    }
    int count(const std::string& kind) {
        const auto kinds = event_kinds();
        return static_cast<int>(std::count(kinds.begin(), kinds.end(), kind));
    }

    ManualClock clock;
    CountingRandom random;
    MemoryStore store;
    practice::AuthorizationServer practice;
    PracticeTransport transport;
    accounts::Registry registry;
    std::mutex events_mutex;
    std::vector<accounts::Event> events;
    std::atomic<int> token_requests{0};  ///< those answer_tokens answered
    std::unique_ptr<accounts::Accounts> accounts;
};

}  // namespace roadcase::test
