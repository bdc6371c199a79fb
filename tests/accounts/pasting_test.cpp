#include "scene.h"

namespace roadcase::accounts {
namespace {

using test::Scene;

/// A sign-in begun for a terminal, and the address where its browser landed.
struct Pasted : Scene {
    StartedSignIn begin() {
        auto one = wish();
        one.origin = "paste";
        return accounts->begin_authorization(one).value();
    }
    std::string landed(const StartedSignIn& started, const std::string& answer = "allow") {
        return std::string(test::redirect_uri) + "?" + consent(started.authorization_url, answer);
    }
    Result<Flow> paste(const StartedSignIn& started, const std::string& address) {
        return accounts->complete_pasted(started.flow_id, Secret(address), started.binding);
    }
};

TEST(Pasting, FinishesTheSignInOnce) {
    Pasted scene;
    const auto started = scene.begin();
    const auto address = scene.landed(started);
    const auto flow = scene.paste(started, address);
    ASSERT_TRUE(flow.has_value()) << flow.error().one_line();
    EXPECT_EQ(flow->state, Flow::State::done);
    EXPECT_EQ(scene.accounts->find(scene.ref())->subject, "practice-1");
    EXPECT_EQ(scene.paste(started, address).error().code, "E205");
    EXPECT_EQ(scene.practice.token_requests("authorization_code"), 1);
}

TEST(Pasting, TakesAnAddressAsBrowsersGiveIt) {
    for (const auto* fragment : {"", "#", "#_", "#_=_", "#top"}) {
        Pasted scene;
        const auto started = scene.begin();
        EXPECT_EQ(scene.paste(started, "  " + scene.landed(started) + fragment + " \r\n")->state,
                  Flow::State::done)
            << fragment;
    }
    Pasted scene;
    const auto started = scene.begin();
    EXPECT_EQ(scene.paste(started, scene.landed(started).substr(7))->state, Flow::State::done)
        << "without the scheme that browsers hide";
}

TEST(Pasting, SaysWhatIsWrongAndBurnsNothing) {
    Pasted scene;
    const auto started = scene.begin();
    const auto address = scene.landed(started);
    const auto other = scene.begin();
    const std::string base = test::redirect_uri;
    struct Row {
        std::string pasted, title;
    };
    const Row rows[] = {
        {"", "That is not an address."},
        {"hunter2", "That is not an address."},
        {"http://a b/?code=1", "That is not an address."},
        {base, "There is no code in that address."},
        {started.authorization_url, "There is no code in that address."},
        {base + "?code=planted", "There is no code in that address."},
        {base + "?code=planted&state=unknown", "That address belongs to another sign-in."},
        {scene.landed(other), "That address belongs to another sign-in."},
    };
    for (const auto& row : rows) {
        const auto refused = scene.paste(started, row.pasted);
        ASSERT_FALSE(refused.has_value()) << row.pasted;
        EXPECT_EQ(refused.error().title, row.title) << row.pasted;
        EXPECT_EQ(refused.error().code, "") << row.pasted;
        EXPECT_EQ(refused.error().kind, ErrorKind::invalid_request) << row.pasted;
    }
    EXPECT_EQ(scene.paste(started, address)->state, Flow::State::done);
}

TEST(Pasting, ItsBindingIsTheTerminals) {
    Pasted scene;
    const auto started = scene.begin();
    const auto address = scene.landed(started);
    const auto query = address.substr(address.find('?') + 1);
    const auto stranger = scene.accounts->complete_authorization(query, {"planted-other-cookie"});
    EXPECT_EQ(stranger.error().code, "E206");
    EXPECT_EQ(stranger.error().title, "This sign-in is finished in the terminal where it started.");
    EXPECT_EQ(scene.accounts->complete_pasted(started.flow_id, Secret(address), Secret("x")).error().code,
              "E206");
    EXPECT_EQ(scene.paste(started, address)->state, Flow::State::done) << "nobody burned it";
}

TEST(Pasting, CancellingAtTheProviderIsItsOutcome) {
    Pasted scene;
    const auto started = scene.begin();
    const auto flow = scene.paste(started, scene.landed(started, "deny"));
    EXPECT_EQ(flow->error->code, "E204");
}

TEST(Pasting, EndsAfterTenMinutes) {
    Pasted scene;
    const auto started = scene.begin();
    const auto address = scene.landed(started);
    scene.clock.advance(seconds{601});
    EXPECT_EQ(scene.paste(started, address).error().code, "E205");
    EXPECT_EQ(scene.paste(started, std::string(test::redirect_uri) + "?code=a&state=b").error().code, "E205");
}

TEST(Cancelling, WhatComesBackLaterIsNotUsed) {
    Pasted scene;
    const auto started = scene.begin();
    const auto address = scene.landed(started);
    EXPECT_TRUE(scene.accounts->cancel(started.flow_id));
    const auto flow = scene.paste(started, address);
    EXPECT_EQ(flow.has_value() ? flow->state : Flow::State::failed, Flow::State::failed);
    EXPECT_EQ(scene.practice.token_requests("authorization_code"), 0);
    EXPECT_TRUE(scene.accounts->list()->empty());
    EXPECT_FALSE(scene.accounts->cancel("nothing"));
}

}  // namespace
}  // namespace roadcase::accounts
