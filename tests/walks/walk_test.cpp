#include <gtest/gtest.h>

#include "config/config.h"
#include "core/text.h"
#include "walks/provider_world.h"

namespace roadcase::test {
namespace {

using accounts::Flow;
using practice::Purpose;
using store::AccountStatus;

std::string quoted(const std::vector<std::string>& texts) {
    std::string out;
    for (const auto& text : texts) out += (out.empty() ? "\"" : ", \"") + text + "\"";
    return "[" + out + "]";
}

/// What a person writes into config.toml: the preset's name and what its console gave.
std::string config_of(const ProviderStory& story) {
    auto text = "[client." + story.name + "]\n";
    if (!story.registers) text += "client_id = \"" + story.settings.client_id + "\"\n";
    if (!story.registers && !story.settings.client_secret.empty())
        text += "client_secret = \"" + story.settings.client_secret + "\"\n";
    if (!story.scopes.empty()) text += "scopes = " + quoted(story.scopes) + "\n";
    return text + story.client;
}

Result<std::vector<accounts::ClientEntry>> clients_of(const ProviderStory& story) {
    const config::Sources sources{"/", [](const char*) -> const char* { return nullptr; }, nullptr};
    return config::parse_config(config_of(story), "config.toml", sources)
        .map([](const config::Config& config) { return config.clients; });
}

std::string words(const Error& error) {
    return error.one_line() + " " + error.detail;
}

class Walk : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        auto story = read_story(GetParam());
        ASSERT_TRUE(story) << words(story.error());
        story_ = std::move(*story);
        auto clients = clients_of(story_);
        ASSERT_TRUE(clients) << words(clients.error());
        world_ = std::make_unique<ProviderWorld>(story_, std::move(*clients));
    }
    void TearDown() override {
        if (world_ && HasFailure()) std::cout << world_->hosts.traffic();
    }

    ProviderWorld& world() { return *world_; }
    int answered(Purpose purpose) { return world().server.answered(purpose); }

    /// A sign-in that ends well.
    store::AccountRecord connect() {
        const auto flow = world().sign_in("allow");
        if (!flow) ADD_FAILURE() << words(flow.error());
        if (flow && flow->error) ADD_FAILURE() << words(*flow->error);
        auto record = world().accounts.find(world().ref());
        if (!record) ADD_FAILURE() << words(record.error());
        return record.value_or(store::AccountRecord{});
    }
    accounts::Token token() {
        auto token = world().accounts.token(world().ref(), {});
        if (!token) ADD_FAILURE() << words(token.error());
        return token.value_or(accounts::Token{});
    }
    AccountStatus status() { return world().accounts.find(world().ref()).value().status; }

    ProviderStory story_;
    std::unique_ptr<ProviderWorld> world_;
};

TEST_P(Walk, SignsInTheRightPerson) {
    const auto record = connect();
    EXPECT_EQ(record.subject, story_.subject);
    EXPECT_EQ(record.display_name, story_.display_name);
    EXPECT_EQ(record.status, AccountStatus::connected);
    EXPECT_EQ(token().scopes, story_.scopes);
    EXPECT_EQ(answered(Purpose::registration), story_.registers ? 1 : 0);
}

TEST_P(Walk, RenewsOrStays) {
    connect();
    const auto first = token();
    if (!story_.renews) {
        EXPECT_FALSE(first.expires_at);
        world().clock.advance(seconds{400 * 86'400});
        EXPECT_EQ(token().access_token, first.access_token);
        return;
    }
    ASSERT_TRUE(first.expires_at);
    // Facebook's sign-in ends with one.
    const int before = answered(Purpose::renewal);
    // Twice: what the first renewal brought must be what the second is made with.
    for (int times = 1; times <= 2; ++times) {
        const auto old = token();
        world().clock.advance(*old.expires_at - world().clock.now() - seconds{30});
        const auto fresh = token();
        EXPECT_NE(fresh.access_token, old.access_token);
        EXPECT_GT(*fresh.expires_at, *old.expires_at);
        EXPECT_EQ(fresh.scopes, story_.scopes);
        EXPECT_EQ(answered(Purpose::renewal), before + times);
    }
}

TEST_P(Walk, NoMeansNo) {
    if (story_.denial.empty()) return;
    const auto flow = world().sign_in("deny");
    if (!flow) {
        EXPECT_EQ(flow.error().code, story_.denial) << words(flow.error());
    } else {
        ASSERT_TRUE(flow->error);
        EXPECT_EQ(flow->error->code, story_.denial) << words(*flow->error);
    }
    EXPECT_FALSE(world().accounts.find(world().ref()));
}

TEST_P(Walk, WhatWasRevokedThereNeedsThePerson) {
    connect();
    // Instagram renews no token that is younger than a day.
    world().clock.advance(seconds{25 * 3600});
    const auto dead = token();
    world().server.revoke_all();
    world().clock.advance(seconds{25 * 3600});
    const auto answer = world().accounts.reject(world().ref(), dead.access_token);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::needs_authorization) << words(answer.error());
    if (story_.renews) {
        EXPECT_EQ(status(), AccountStatus::needs_authorization);
    }
    connect();
    EXPECT_EQ(status(), AccountStatus::connected);
}

TEST_P(Walk, RevokesInTheProvidersForm) {
    connect();
    const auto outcome = world().accounts.revoke(world().ref());
    ASSERT_TRUE(outcome) << words(outcome.error());
    const bool possible = world().server.has(Purpose::revocation);
    EXPECT_EQ(outcome->told_provider, possible) << outcome->note;
    EXPECT_EQ(answered(Purpose::revocation) > 0, possible);
    // Where nothing can be told, the person is told where to click.
    if (!possible) {
        EXPECT_NE(outcome->note.find("https://"), std::string::npos) << outcome->note;
    }
}

TEST_P(Walk, SignsInOnAnotherDevice) {
    if (!world().server.has(Purpose::device)) return;
    accounts::SignIn wish;
    wish.client = story_.name;
    const auto device = world().accounts.begin_device(wish);
    ASSERT_TRUE(device) << words(device.error());
    world().clock.advance(device->interval + seconds{1});
    world().accounts.poll_device(device->flow_id);
    EXPECT_EQ(world().accounts.flow(device->flow_id)->state, Flow::State::pending);
    ASSERT_TRUE(world().allow_device(device->user_code));
    world().clock.advance(device->interval + seconds{1});
    world().accounts.poll_device(device->flow_id);
    const auto flow = world().accounts.flow(device->flow_id);
    ASSERT_EQ(flow->state, Flow::State::done) << (flow->error ? words(*flow->error) : "");
    EXPECT_EQ(world().accounts.find(world().ref())->subject, story_.subject);
}

TEST_P(Walk, ValidatesWhereThatIsADuty) {
    connect();
    world().clock.advance(seconds{3601});
    for (int i = 0; i < 8 && world().accounts.run_one_due(); ++i) {
    }
    EXPECT_EQ(answered(Purpose::validation) > 0, story_.validates);
}

INSTANTIATE_TEST_SUITE_P(Providers, Walk, testing::ValuesIn(story_names()),
                         [](const auto& each) { return each.param; });

}  // namespace
}  // namespace roadcase::test
