#include "accounts/handles.h"

#include <gmock/gmock.h>

#include "accounts/local_secret.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"
#include "support/random.h"

namespace roadcase::accounts {
namespace {

using testing::Each;
using testing::IsEmpty;
using testing::MatchesRegex;

struct HandlesTest : testing::Test {
    test::ManualClock clock;
    test::CountingRandom random;
    test::MemoryStore store;
    Handles handles{store, clock, random};
};

TEST_F(HandlesTest, StandForOneAccountAndAreCounted) {
    const auto made = handles.create("deck", "acc_1").value();
    EXPECT_THAT(made.handle.reveal(), MatchesRegex("rcr_[0-9A-Za-z]{36}"));
    const auto found = handles.identify(made.handle);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->account_id, "acc_1");
    const auto kept = handles.list()->front();
    EXPECT_EQ(kept.uses, 1);
    EXPECT_EQ(kept.last_used_at, clock.now());
    EXPECT_EQ(kept.hash, hash_of(made.handle));
}

TEST_F(HandlesTest, WrongUnknownAndRevokedLookAlike) {
    const auto gone = handles.create("gone", "acc_1").value();
    ASSERT_TRUE(handles.revoke("gone"));
    std::vector<std::string> told;
    for (const auto& text : {gone.handle.reveal(), std::string("rcr_"), std::string(),
                             gone.handle.reveal() + "0", "rck_" + gone.handle.reveal().substr(4)}) {
        const auto refused = handles.identify(Secret(text));
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().kind, ErrorKind::unauthorized_key);
        told.push_back(refused.error().one_line());
    }
    EXPECT_THAT(told, Each(told.front()));
}

TEST_F(HandlesTest, AreRevokedByNameOrId) {
    const auto by_id = handles.create("one", "acc_1").value();
    const auto by_name = handles.create("two", "acc_1").value();
    EXPECT_EQ((*handles.find(by_name.handle))->name, "two");
    ASSERT_TRUE(handles.revoke(by_id.record.id));
    ASSERT_TRUE(handles.revoke("two"));
    EXPECT_FALSE(handles.find(by_name.handle)->has_value());
    EXPECT_FALSE(handles.find(Secret("planted"))->has_value());
    EXPECT_THAT(*handles.list(), IsEmpty());
    EXPECT_EQ(handles.revoke("one").error().kind, ErrorKind::not_found);
}

TEST_F(HandlesTest, NamesAreMadeFromTheAccountAndUnique) {
    EXPECT_EQ(handles.create("", "acc_1", "twitch/bot")->record.name, "twitch-bot");
    EXPECT_EQ(handles.create("", "acc_1", "twitch/bot")->record.name, "twitch-bot-2");
    EXPECT_EQ(handles.create("", "acc_1", "twitch/bot")->record.name, "twitch-bot-3");
    EXPECT_EQ(handles.create("twitch-bot", "acc_1").error().kind, ErrorKind::invalid_request);
    EXPECT_EQ(handles.create("a b", "acc_1").error().kind, ErrorKind::invalid_request);
}

TEST_F(HandlesTest, OneThatAsksWithoutEndWaits) {
    const auto made = handles.create("deck", "acc_1").value();
    int admitted = 0;
    while (handles.identify(made.handle)) ++admitted;
    EXPECT_EQ(admitted, 60);
    const auto refused = handles.identify(made.handle);
    EXPECT_EQ(refused.error().kind, ErrorKind::slow_down);
    EXPECT_EQ(refused.error().retry_after, seconds{1});
    clock.advance(seconds{1});
    EXPECT_TRUE(handles.identify(made.handle));
}

TEST_F(HandlesTest, AFullDiskLocksNobodyOut) {
    const auto made = handles.create("deck", "acc_1").value();
    store.read_only = true;
    EXPECT_TRUE(handles.identify(made.handle));
    EXPECT_FALSE(handles.create("other", "acc_1"));
}

}  // namespace
}  // namespace roadcase::accounts
