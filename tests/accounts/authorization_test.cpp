#include <thread>

#include "core/encoding.h"
#include "scene.h"

namespace roadcase::accounts {
namespace {

using test::json;
using test::Scene;
using testing::HasSubstr;

std::string code_of_error(const Result<Flow>& flow) {
    return flow ? "none" : flow.error().code;
}

TEST(Authorization, TheWholeCodeFlow) {
    Scene scene;
    const auto started = scene.accounts->begin_authorization(scene.wish()).value();
    const auto url = http::parse_url(started.authorization_url).value();
    const auto query = http::parse_params(url.query).value();
    EXPECT_EQ(query.get("response_type"), "code");
    EXPECT_EQ(query.get("client_id"), "practice-client");
    EXPECT_EQ(query.get("redirect_uri"), test::redirect_uri);
    EXPECT_EQ(query.get("scope"), "chat:read chat:edit");
    EXPECT_EQ(query.get("state")->size(), 43u);
    EXPECT_EQ(query.get("code_challenge_method"), "S256");
    EXPECT_EQ(scene.accounts->flow(started.flow_id)->state, Flow::State::pending);

    const auto flow = scene.accounts
                          ->complete_authorization(scene.consent(started.authorization_url),
                                                   {"another-cookie", started.binding.reveal()})
                          .value();
    EXPECT_EQ(flow.state, Flow::State::done);
    EXPECT_EQ(flow.account, "practice");
    EXPECT_EQ(flow.display_name, "nova_practice");
    EXPECT_FALSE(flow.again);
    EXPECT_TRUE(flow.missing_scopes.empty());
    EXPECT_EQ(scene.accounts->flow(started.flow_id)->state, Flow::State::done);
    EXPECT_THAT(scene.event_kinds(), testing::ElementsAre("account.connected", "flow.done"));

    const auto record = scene.accounts->find(scene.ref()).value();
    EXPECT_THAT(record.id, testing::MatchesRegex("acc_[0-9A-Za-z]{12}"));
    EXPECT_EQ(record.subject, "practice-1");
    EXPECT_EQ(record.generation, 1);
    EXPECT_THAT(record.scopes, testing::ElementsAre("chat:read", "chat:edit"));
    EXPECT_EQ(record.authorized_at, scene.clock.now());

    const auto token = scene.accounts->token(scene.ref(), {}).value();
    EXPECT_EQ(token.access_token, record.tokens->access_token);
    EXPECT_EQ(token.client_id, "practice-client");
    ASSERT_EQ(token.headers.size(), 2u);
    EXPECT_EQ(token.headers[0].second, "Bearer " + token.access_token.reveal());
    EXPECT_EQ(token.headers[1].second, "practice-client");
}

TEST(Authorization, PendingHoldsHashesOnly) {
    Scene scene;
    const auto started = scene.accounts->begin_authorization(scene.wish()).value();
    const auto state = *http::parse_params(http::parse_url(started.authorization_url)->query)->get("state");
    const auto pending = scene.store.pending(hex_encode(sha256(state))).value();
    ASSERT_TRUE(pending);
    EXPECT_EQ(pending->binding_hash, hex_encode(sha256(started.binding.reveal())));
    EXPECT_EQ(pending->token_endpoint, std::string(test::issuer) + "/token");
    EXPECT_EQ(pending->issuer, test::issuer);
}

TEST(Authorization, WithoutPkceWhereTheProviderBreaksOnIt) {
    auto entry = test::practice_entry();
    entry.provider.server.pkce = false;
    auto settings = test::practice_settings();
    settings.require_pkce = false;
    Scene scene(settings, {entry});
    const auto started = scene.accounts->begin_authorization(scene.wish()).value();
    EXPECT_EQ(started.authorization_url.find("code_challenge"), std::string::npos);
    scene.connect();
}

TEST(Authorization, RefusesToStart) {
    Scene scene;
    struct Row {
        std::string client, account, name;
        ErrorKind kind;
    };
    const std::vector<Row> rows = {
        {"practise", "", "", ErrorKind::not_found},
        {"", "", "", ErrorKind::not_found},
        {"practice", "practice/bot", "", ErrorKind::not_found},
        {"practice", "../x", "", ErrorKind::invalid_request},
        {"practice", "", "a b", ErrorKind::invalid_request},
        {"practice", "", "reject", ErrorKind::invalid_request},
    };
    for (const auto& row : rows) {
        auto wish = scene.wish(row.client);
        wish.account = row.account;
        wish.name = row.name;
        const auto started = scene.accounts->begin_authorization(wish);
        ASSERT_FALSE(started) << row.client << row.account << row.name;
        EXPECT_EQ(started.error().kind, row.kind);
    }
    scene.random.broken = true;
    EXPECT_EQ(scene.accounts->begin_authorization(scene.wish()).error().kind, ErrorKind::internal);
    EXPECT_EQ(scene.store.pending_count(), 0u);
}

TEST(Authorization, UnknownUsedAndOldStatesAreRefused) {
    Scene scene;
    const auto started = scene.accounts->begin_authorization(scene.wish()).value();
    const std::vector<std::string> cookies{started.binding.reveal()};
    for (const std::string query :
         {"code=abc", "state=&code=abc", "state=unknown&code=abc", "state=unknown&error=access_denied"})
        EXPECT_EQ(code_of_error(scene.accounts->complete_authorization(query, cookies)), "E205") << query;

    const auto query = scene.consent(started.authorization_url);
    EXPECT_TRUE(scene.accounts->complete_authorization(query, cookies));
    EXPECT_EQ(code_of_error(scene.accounts->complete_authorization(query, cookies)), "E205");
    EXPECT_EQ(scene.practice.token_requests("authorization_code"), 1);

    const auto late = scene.accounts->begin_authorization(scene.wish()).value();
    const auto late_query = scene.consent(late.authorization_url);
    scene.clock.advance(seconds{601});
    EXPECT_EQ(code_of_error(scene.accounts->complete_authorization(late_query, {late.binding.reveal()})),
              "E205");
    EXPECT_EQ(scene.practice.token_requests("authorization_code"), 1);
}

TEST(Authorization, AnotherClientsAddressDoesNotFinishThisSignIn) {
    Scene scene;
    const auto started = scene.accounts->begin_authorization(scene.wish()).value();
    const auto query = scene.consent(started.authorization_url);
    const std::vector<std::string> cookies{started.binding.reveal()};
    EXPECT_EQ(code_of_error(scene.accounts->complete_authorization(query, cookies, "/success/other")),
              "E205");
    EXPECT_EQ(scene.practice.token_requests("authorization_code"), 0);
    EXPECT_TRUE(scene.accounts->complete_authorization(query, cookies, "/success"));
}

TEST(Authorization, TheWrongBrowserDoesNotBurnTheRightfulSignIn) {
    Scene scene;
    const auto started = scene.accounts->begin_authorization(scene.wish()).value();
    const auto query = scene.consent(started.authorization_url);
    EXPECT_EQ(code_of_error(scene.accounts->complete_authorization(query, {})), "E206");
    EXPECT_EQ(code_of_error(scene.accounts->complete_authorization(query, {"stranger", ""})), "E206");
    EXPECT_EQ(scene.practice.token_requests("authorization_code"), 0);
    EXPECT_EQ(scene.accounts->flow(started.flow_id)->state, Flow::State::pending);
    EXPECT_EQ(scene.accounts->complete_authorization(query, {started.binding.reveal()})->state,
              Flow::State::done);
}

TEST(Authorization, EightParallelDeliveriesAreOneExchange) {
    Scene scene;
    const auto started = scene.accounts->begin_authorization(scene.wish()).value();
    const auto query = scene.consent(started.authorization_url);
    std::atomic<int> done{0};
    std::atomic<int> refused{0};
    {
        std::vector<std::jthread> deliveries;
        for (int i = 0; i < 8; ++i)
            deliveries.emplace_back([&] {
                const auto flow = scene.accounts->complete_authorization(query, {started.binding.reveal()});
                flow ? ++done : ++refused;
            });
    }
    EXPECT_EQ(done, 1);
    EXPECT_EQ(refused, 7);
    EXPECT_EQ(scene.practice.token_requests("authorization_code"), 1);
}

TEST(Authorization, AbandonedStartsCostNothing) {
    Scene scene;
    const auto first = scene.accounts->begin_authorization(scene.wish()).value();
    for (int i = 0; i < 600; ++i) ASSERT_TRUE(scene.accounts->begin_authorization(scene.wish()));
    EXPECT_EQ(scene.store.pending_count(), 256u);
    EXPECT_FALSE(scene.accounts->flow(first.flow_id));
    scene.connect();
    scene.clock.advance(seconds{601});
    ASSERT_TRUE(scene.accounts->begin_authorization(scene.wish()));
    EXPECT_EQ(scene.store.pending_count(), 1u);
}

TEST(Authorization, CancelIsSaidInWords) {
    Scene scene;
    const auto flow = scene.sign_in(scene.wish(), "deny").value();
    EXPECT_EQ(flow.state, Flow::State::failed);
    EXPECT_EQ(flow.error->code, "E204");
    EXPECT_EQ(flow.error->title, "You pressed Cancel at Practice. Nothing was changed.");
    EXPECT_EQ(scene.practice.token_requests("authorization_code"), 0);
    EXPECT_THAT(scene.event_kinds(), testing::ElementsAre("flow.failed"));
}

TEST(Authorization, AWrongIssuerStopsIt) {
    Scene scene;
    const auto started = scene.accounts->begin_authorization(scene.wish()).value();
    auto query = scene.consent(started.authorization_url);
    query = query.substr(0, query.find("&iss=")) + "&iss=https%3A%2F%2Fevil.example";
    const auto flow = scene.accounts->complete_authorization(query, {started.binding.reveal()}).value();
    EXPECT_EQ(flow.state, Flow::State::failed);
    EXPECT_EQ(flow.error->code, "E208");
    EXPECT_EQ(scene.practice.token_requests("authorization_code"), 0);
}

TEST(Authorization, ChangedSettingsStopIt) {
    const auto changes = std::vector<void (*)(ClientEntry&)>{
        [](ClientEntry& entry) { entry.client.client_id = "another"; },
        [](ClientEntry& entry) { entry.provider.server.token_endpoint = "https://other.example/token"; },
        [](ClientEntry& entry) {
            entry.provider.server.authorization_endpoint = "https://other.example/auth";
        },
        [](ClientEntry& entry) { entry.provider.server.forms.code.url = "https://other.example/code"; },
        [](ClientEntry& entry) {
            entry.provider.server.forms.exchange = oauth::RequestForm{.url = "https://other.example/long"};
        },
        [](ClientEntry& entry) { entry.provider.server.issuer = "https://other.example"; },
        [](ClientEntry& entry) { entry.name = "gone"; },
    };
    for (const auto& change : changes) {
        Scene scene;
        const auto started = scene.accounts->begin_authorization(scene.wish()).value();
        auto entry = test::practice_entry();
        change(entry);
        scene.registry.replace({entry});
        scene.restart();
        const auto flow =
            scene.accounts
                ->complete_authorization(scene.consent(started.authorization_url), {started.binding.reveal()})
                .value();
        EXPECT_EQ(flow.error->code, "E208");
        EXPECT_EQ(scene.practice.token_requests("authorization_code"), 0);
    }
}

}  // namespace
}  // namespace roadcase::accounts
