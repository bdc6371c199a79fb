#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "accounts/keys.h"
#include "accounts/parcel.h"
#include "accounts/scene.h"

namespace roadcase::accounts {
namespace {

using test::Scene;
using testing::HasSubstr;

/// Packs everything of a scene; the parcel is what another computer gets.
Result<Parcel> packed(Scene& scene, bool copy = false) {
    std::optional<Parcel> parcel;
    const auto keep = [&](const Parcel& made) {
        parcel = made;
        return Status();
    };
    const auto done = scene.accounts->pack({{}, copy, keep});
    if (!done) return fail(done.error());
    return std::move(*parcel);
}

TEST(Moving, PausesHereAndGoesOnThere) {
    Scene here;
    here.connect();
    const auto token = here.accounts->token(here.ref(), {})->access_token;
    auto parcel = packed(here);
    ASSERT_TRUE(parcel) << parcel.error().one_line();
    const auto paused = here.accounts->token(here.ref(), {});
    ASSERT_FALSE(paused);
    EXPECT_EQ(paused.error().kind, ErrorKind::paused);
    EXPECT_THAT(paused.error().detail, HasSubstr("packed for another computer"));

    Scene there;
    ASSERT_TRUE(there.accounts->unpack(std::move(*parcel), {}));
    EXPECT_EQ(there.accounts->token(there.ref(), {})->access_token, token);
    EXPECT_EQ(there.accounts->find(there.ref())->generation, here.accounts->find(here.ref())->generation);
}

TEST(Moving, NothingIsPausedWhenTheFileIsNotSafe) {
    Scene here;
    here.connect();
    const auto done =
        here.accounts->pack({{}, false, [](const Parcel&) {
                                 return Status(fail(ErrorKind::internal, "", "The disk is full."));
                             }});
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().title, "The disk is full.");
    EXPECT_TRUE(here.accounts->token(here.ref(), {}));
}

TEST(Moving, WhoWasPausedIsToldAlsoWhenAnotherCouldNotBe) {
    Scene here;
    here.connect();
    auto second = here.wish();
    second.name = "bot";
    here.answer_person(R"({"sub":"2","preferred_username":"nova_bot"})");
    ASSERT_TRUE(here.sign_in(second));
    const auto done = here.accounts->pack({{}, false, [&](const Parcel&) {
                                               here.store.fail_save_at = here.store.saves + 2;
                                               return Status();
                                           }});
    ASSERT_FALSE(done);
    EXPECT_THAT(done.error().next, testing::StartsWith("roadcase pause "));
    EXPECT_EQ(here.count("account.paused"), 1);
}

TEST(Moving, ACopyIsTakenOverOnlyWithAYes) {
    Scene here;
    here.connect();
    auto copy = packed(here, true);
    ASSERT_TRUE(copy);
    EXPECT_TRUE(here.accounts->token(here.ref(), {}));
    Scene there;
    const auto refused = there.accounts->unpack(*copy, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "E604");
    EXPECT_FALSE(there.accounts->find(there.ref()));
    EXPECT_TRUE(there.accounts->unpack(*copy, {false, true}));
}

TEST(Moving, WhatIsHereStaysUnlessItMayGiveWay) {
    Scene here;
    here.connect();
    auto parcel = packed(here);
    ASSERT_TRUE(parcel);
    const auto refused = here.accounts->unpack(*parcel, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
    ASSERT_TRUE(here.accounts->unpack(*parcel, {true, false}));
    EXPECT_TRUE(here.accounts->token(here.ref(), {})) << "it came back and is not paused any more";
}

TEST(Moving, AnOlderGenerationNeverReplacesANewerOne) {
    Scene here;
    here.connect();
    auto copy = packed(here, true);
    ASSERT_TRUE(copy);
    ASSERT_TRUE(here.accounts->refresh(here.ref()));
    const auto refused = here.accounts->unpack(*copy, {true, true});
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().title, HasSubstr("newer here than in the file"));
    EXPECT_TRUE(here.accounts->token(here.ref(), {}));
}

TEST(Moving, ASaveThatFailsTakesNothingIn) {
    Scene here;
    here.connect();
    auto parcel = packed(here);
    ASSERT_TRUE(parcel);
    Scene there;
    there.store.fail_saves = true;
    ASSERT_FALSE(there.accounts->unpack(std::move(*parcel), {}));
    there.store.fail_saves = false;
    EXPECT_FALSE(there.accounts->find(there.ref()));
}

}  // namespace
}  // namespace roadcase::accounts
