// Keys as passports: what they may, how they are switched off, what their owner is told.
#include <gmock/gmock.h>

#include "accounts/key_words.h"
#include "accounts/keys.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"
#include "support/random.h"

namespace roadcase::accounts {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct Passports : testing::Test {
    test::ManualClock clock;
    test::CountingRandom random;
    test::MemoryStore store;
    std::vector<Event> told;
    Keys keys{store, clock, random, [this](const Event& event) { told.push_back(event); }};

    static KeyWish wish(std::string name) {
        KeyWish wished;
        wished.name = std::move(name);
        wished.accounts = {"*"};
        return wished;
    }
    Secret made(const KeyWish& wished) { return keys.create(wished).value().key; }
    std::vector<std::string> texts(std::string_view kind) const {
        std::vector<std::string> found;
        for (const auto& event : told)
            if (event.kind == kind) found.push_back(event.text);
        return found;
    }
    KeyChange pause(bool on) {
        KeyChange change;
        change.paused = on;
        return change;
    }
};

TEST_F(Passports, APauseHoldsAtOnceAndEnds) {
    const auto key = made(wish("bot"));
    ASSERT_TRUE(keys.identify(key));
    ASSERT_TRUE(keys.change("bot", pause(true)));
    EXPECT_EQ(keys.identify(key).error().one_line(), key_refused().one_line());
    ASSERT_TRUE(keys.change("bot", pause(false)));
    EXPECT_TRUE(keys.identify(key));
    EXPECT_THAT(texts("key.changed"), ElementsAre("The key bot was paused.", "The key bot goes on."));
}

TEST_F(Passports, TheKillSwitchWorksOnAFullDisk) {
    const auto first = made(wish("first"));
    const auto second = made(wish("second"));
    ASSERT_TRUE(keys.identify(first));
    store.read_only = true;
    const auto paused = keys.pause_all(true);
    ASSERT_FALSE(paused);
    EXPECT_THAT(paused.error().title, HasSubstr("off for now"));
    for (const auto& key : {first, second}) EXPECT_FALSE(keys.identify(key));
    EXPECT_FALSE(keys.revoke("first"));
    EXPECT_FALSE(keys.identify(first));
}

TEST_F(Passports, AllAreSwitchedWithOneCall) {
    const auto first = made(wish("first"));
    const auto second = made(wish("second"));
    ASSERT_TRUE(keys.pause_all(true));
    for (const auto& key : {first, second}) EXPECT_FALSE(keys.identify(key));
    ASSERT_TRUE(keys.pause_all(false));
    for (const auto& key : {first, second}) EXPECT_TRUE(keys.identify(key));
    ASSERT_TRUE(keys.revoke_all());
    for (const auto& key : {first, second}) EXPECT_FALSE(keys.identify(key));
    EXPECT_THAT(*keys.list(), IsEmpty());
}

TEST_F(Passports, EveryRefusalIsTheSameToWhoAsks) {
    auto ended = wish("ended");
    ended.expires_at = clock.now() + seconds{10};
    const auto old = made(ended);
    const auto paused = made(wish("paused"));
    const auto revoked = made(wish("revoked"));
    ASSERT_TRUE(keys.change("paused", pause(true)));
    ASSERT_TRUE(keys.revoke("revoked"));
    clock.advance(seconds{10});
    std::vector<std::string> answers{key_refused().one_line()};
    for (const auto& key : {old, paused, revoked, Secret("rck_planted"), Secret("")})
        answers.push_back(keys.identify(key).error().one_line());
    answers.push_back(Keys::may_ask(store::KeyRecord{}, {}).error().one_line());
    EXPECT_THAT(answers, Each(answers.front()));
    EXPECT_THAT(texts("key.refused"),
                ElementsAre("The key ended was used and has ended.", "The key paused was used and is paused.",
                            HasSubstr("nobody knows"), HasSubstr("is none"), HasSubstr("is none")));
    EXPECT_EQ(keys.refusals(*keys.find("paused")), 1);
}

TEST_F(Passports, OwnersAreNotFlooded) {
    for (int i = 0; i < 100; ++i) ASSERT_FALSE(keys.identify(Secret("rck_planted")));
    EXPECT_THAT(texts("key.refused"), SizeIs(10));
    clock.advance(seconds{60});
    ASSERT_FALSE(keys.identify(Secret("rck_planted")));
    EXPECT_THAT(texts("key.refused"), SizeIs(11));
}

TEST_F(Passports, AFirstUseIsToldOnce) {
    const auto key = made(wish("bot"));
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(keys.identify(key));
    EXPECT_THAT(texts("key.first_used"), ElementsAre("The key bot was used for the first time."));
    keys.save_uses();
    Keys after_a_restart{store, clock, random, [this](const Event& event) { told.push_back(event); }};
    ASSERT_TRUE(after_a_restart.identify(key));
    EXPECT_THAT(texts("key.first_used"), SizeIs(1));
}

TEST_F(Passports, ANewKeyWaitsForAYesWhereThatIsWanted) {
    const auto before = made(wish("before"));
    keys.confirm_first_use(true);
    const auto key = made(wish("bot"));
    auto own = wish("own");
    own.confirmed = true;
    const auto handed_over = made(own);
    EXPECT_THAT(keys.waiting(), IsEmpty());
    for (int i = 0; i < 2; ++i) {
        const auto refused = keys.identify(key);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, "E509");
        EXPECT_EQ(refused.error().kind, ErrorKind::denied);
    }
    EXPECT_THAT(texts("key.first_used"), ElementsAre(HasSubstr("roadcase key allow bot")));
    ASSERT_THAT(keys.waiting(), SizeIs(1));
    EXPECT_TRUE(keys.identify(before));
    EXPECT_TRUE(keys.identify(handed_over));

    KeyChange allow;
    allow.allow = true;
    ASSERT_TRUE(keys.change("bot", allow));
    EXPECT_TRUE(keys.identify(key));
    EXPECT_THAT(keys.waiting(), IsEmpty());
}

TEST_F(Passports, APausedQuestionWaitsForAnotherDay) {
    keys.confirm_first_use(true);
    const auto key = made(wish("bot"));
    ASSERT_FALSE(keys.identify(key));
    ASSERT_TRUE(keys.change("bot", pause(true)));
    EXPECT_EQ(keys.identify(key).error().code, "E503");
    EXPECT_THAT(keys.waiting(), IsEmpty());
    ASSERT_TRUE(keys.change("bot", pause(false)));
    EXPECT_THAT(keys.waiting(), SizeIs(1));
}

TEST_F(Passports, AskTooOftenAndWait) {
    auto few = wish("bot");
    few.per_minute = 3;
    const auto key = made(few);
    for (int i = 0; i < 3; ++i) ASSERT_TRUE(keys.identify(key));
    const auto refused = keys.identify(key);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::slow_down);
    EXPECT_EQ(refused.error().retry_after, seconds{20});
    clock.advance(seconds{20});
    ASSERT_TRUE(keys.identify(key));
    EXPECT_FALSE(keys.identify(key));
    KeyChange more;
    more.per_minute = 600;
    ASSERT_TRUE(keys.change("bot", more));
    EXPECT_TRUE(keys.identify(key));
}

TEST_F(Passports, TheUsualPaceIsSixHundredAMinute) {
    const auto key = made(wish("bot"));
    int admitted = 0;
    while (keys.identify(key)) ++admitted;
    EXPECT_EQ(admitted, usual_per_minute);
}

TEST_F(Passports, ScopesHoldAKeyToAccountsThatMayDoNoMore) {
    store::AccountRecord account;
    account.client = "twitch";
    struct Row {
        std::vector<std::string> key;
        std::vector<std::string> granted;
        bool may;
    };
    const Row rows[] = {{{}, {"chat:read", "polls"}, true},
                        {{"chat:read"}, {"chat:read"}, true},
                        {{"chat:read", "polls"}, {"chat:read"}, true},
                        {{"chat:read"}, {}, true},
                        {{"chat:read"}, {"chat:read", "polls"}, false},
                        {{"chat"}, {"chat:read"}, false}};
    for (const auto& row : rows) {
        store::KeyRecord key;
        key.accounts = {"twitch"};
        key.scopes = row.key;
        account.scopes = row.granted;
        EXPECT_EQ(Keys::may_ask(key, account).has_value(), row.may);
    }
}

TEST_F(Passports, ChangesAreCheckedAndHold) {
    const auto key = made(wish("bot"));
    ASSERT_TRUE(keys.identify(key));
    KeyChange narrower;
    narrower.accounts = {"twitch"};
    narrower.scopes = {"chat:read chat:edit"};
    narrower.expires_at = std::optional(clock.now() + seconds{60});
    ASSERT_TRUE(keys.change("bot", narrower));
    EXPECT_THAT((*keys.identify(key))->accounts, ElementsAre("twitch"));
    EXPECT_THAT(keys.find("bot")->scopes, ElementsAre("chat:read", "chat:edit"));
    clock.advance(seconds{60});
    EXPECT_FALSE(keys.identify(key));
    EXPECT_TRUE(keys.change("bot", pause(true))) << "an ended key may still be switched";
    KeyChange nothing;
    nothing.accounts = std::vector<std::string>{};
    EXPECT_EQ(keys.change("bot", nothing).error().kind, ErrorKind::invalid_request);
    EXPECT_EQ(keys.change("bto", pause(true)).error().kind, ErrorKind::not_found);
}

TEST_F(Passports, GrantsThatMakeNoSenseAreRefused) {
    const auto refused = [&](auto bend) {
        auto wished = wish("x");
        bend(wished);
        const auto made = keys.create(wished);
        return !made && made.error().kind == ErrorKind::invalid_request;
    };
    EXPECT_TRUE(refused([](auto& w) { w.scopes = {"line\nbreak"}; }));
    EXPECT_TRUE(refused([](auto& w) { w.scopes = {std::string(256, 'a')}; }));
    EXPECT_TRUE(refused([](auto& w) { w.brokers = {"agora"}; }));
    EXPECT_TRUE(refused([](auto& w) { w.brokers = {"agora//host"}; }));
    EXPECT_TRUE(refused([](auto& w) { w.brokers = {"agora/room 1/host"}; }));
    EXPECT_TRUE(refused([](auto& w) { w.per_minute = -1; }));
    EXPECT_TRUE(refused([](auto& w) { w.per_minute = most_per_minute + 1; }));
    EXPECT_FALSE(refused([](auto& w) { w.brokers = {"agora/room-*/audience"}; }));
}

}  // namespace
}  // namespace roadcase::accounts
