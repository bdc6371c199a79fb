#include "accounts/handle_tokens.h"

#include "scene.h"

namespace roadcase::accounts {
namespace {

using test::PracticeTransport;
using test::Scene;

ClientEntry entry(bool can_be_asked) {
    auto entry = test::practice_entry();
    if (can_be_asked) entry.provider.validation.request.url = std::string(test::issuer) + "/validate";
    return entry;
}

/// An account, a program that refreshes by a handle, and a provider that says whether tokens work.
struct Refreshing {
    explicit Refreshing(bool can_be_asked = true) : scene(test::practice_settings(), {entry(can_be_asked)}) {
        mine.id = "hdl_1";
        mine.account_id = scene.connect().id;
        scene.transport.intercept = [this](const http::Request& request) -> PracticeTransport::Answer {
            if (!request.url.ends_with("/validate")) return std::nullopt;
            ++asked;
            if (away) return fail(ErrorKind::unavailable, "E404", "Practice is not answering.");
            return http::Response{alive ? 200 : 401, {}, ""};
        };
    }
    std::string token(const std::string& handle = "hdl_1") {
        auto record = mine;
        record.id = handle;
        return tokens.token(record, {}).value().access_token.reveal();
    }
    int renewals() const { return scene.practice.token_requests("refresh_token"); }

    Scene scene;
    store::HandleRecord mine;
    HandleTokens tokens{*scene.accounts, scene.clock};
    int asked = 0;
    bool alive = true;
    bool away = false;
};

TEST(HandleTokens, TheFirstTimeItIsTheTokenThatIsThere) {
    Refreshing world;
    const auto first = world.token();
    EXPECT_EQ(world.token("hdl_2"), first);
    EXPECT_EQ(world.asked, 0);
    EXPECT_EQ(world.renewals(), 0);
}

TEST(HandleTokens, OneThatWorksIsGivenAgain) {
    Refreshing world;
    const auto first = world.token();
    for (int i = 0; i < 20; ++i) EXPECT_EQ(world.token(), first);
    EXPECT_EQ(world.asked, 1) << "once in five seconds";
    world.scene.clock.advance(seconds{5});
    EXPECT_EQ(world.token(), first);
    EXPECT_EQ(world.asked, 2);
    EXPECT_EQ(world.renewals(), 0);
}

TEST(HandleTokens, ADeadOneIsRenewedAtOnceAndForEverybody) {
    Refreshing world;
    const auto first = world.token();
    EXPECT_EQ(world.token("hdl_2"), first);
    world.alive = false;
    const auto second = world.token();
    EXPECT_NE(second, first);
    EXPECT_EQ(world.token("hdl_2"), second);
    EXPECT_EQ(world.renewals(), 1);
}

TEST(HandleTokens, AProviderThatIsAwayCostsNobodyAToken) {
    Refreshing world;
    const auto first = world.token();
    world.away = true;
    world.scene.clock.advance(seconds{30});
    EXPECT_EQ(world.token(), first);
    EXPECT_EQ(world.renewals(), 0);
}

TEST(HandleTokens, WhereNobodyCanBeAskedARepetitionIsNoComplaint) {
    Refreshing world(false);
    const auto first = world.token();
    world.scene.clock.advance(seconds{9});
    EXPECT_EQ(world.token(), first);
    world.scene.clock.advance(seconds{5});
    EXPECT_NE(world.token(), first);
    EXPECT_EQ(world.renewals(), 1);
}

TEST(HandleTokens, ACircleOfRestartsIsNoStorm) {
    Refreshing world(false);
    world.token();
    for (int i = 0; i < 360; ++i) {
        world.scene.clock.advance(seconds{10});
        EXPECT_FALSE(world.token().empty());
    }
    EXPECT_LE(world.renewals(), 12) << "in an hour";
}

TEST(HandleTokens, IsGoodForLongerThanLibrariesWaitToRefresh) {
    Refreshing world;
    world.token();
    world.scene.clock.advance(seconds{3600 - 200});
    const auto given = world.tokens.token(world.mine, {}).value();
    EXPECT_GE(*given.expires_at - world.scene.clock.now(), seconds{300});
    EXPECT_EQ(world.renewals(), 1);
}

TEST(HandleTokens, ScopesMustBeGranted) {
    Refreshing world;
    EXPECT_TRUE(world.tokens.token(world.mine, {"chat:read"}));
    const auto refused = world.tokens.token(world.mine, {"polls"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::insufficient_scope);
}

TEST(HandleTokens, AnAccountThatIsGoneIsSaid) {
    Refreshing world;
    ASSERT_TRUE(world.scene.accounts->remove(world.scene.ref()));
    EXPECT_FALSE(world.tokens.token(world.mine, {}));
}

}  // namespace
}  // namespace roadcase::accounts
