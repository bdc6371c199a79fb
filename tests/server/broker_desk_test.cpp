// Who may ask a broker for what.
#include "server/broker_desk.h"

#include <gmock/gmock.h>

#include "accounts/keys.h"
#include "support/fake_transport.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"
#include "support/random.h"

namespace roadcase::server {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string page = "http://localhost:5173";

struct Desk : testing::Test {
    test::ManualClock clock;
    test::CountingRandom random;
    test::MemoryStore store;
    test::ScriptedTransport transport;
    accounts::Keys keys{store, clock, random};
    Callers callers{keys, clock, true};
    std::vector<std::string> made;
    BrokerDesk desk{{keys, callers, transport, clock, random,
                     [this](const std::string& name, const std::string& what, const std::string& who) {
                         made.push_back(name + ": " + what + ", " + who);
                     }}};
    brokers::Broker broker;

    Desk() {
        broker.name = "live";
        broker.settings = brokers::AgoraSettings{};
    }
    void ask_for_permission() {
        broker.policy.permission.url = "https://operator.example/may";
        broker.policy.origins = {page};
    }
    std::string key(std::vector<std::string> grants, std::int64_t max_ttl = 0,
                    std::vector<std::string> origins = {}) {
        accounts::KeyWish wish;
        wish.name = "k" + std::to_string(store.keys()->size());
        wish.brokers = std::move(grants);
        if (wish.brokers.empty()) wish.accounts = {"*"};
        wish.max_ttl = max_ttl;
        wish.origins = std::move(origins);
        return keys.create(wish).value().key.reveal();
    }
    static Request from(Peer::Kind kind, http::Headers headers = {}) {
        Request request;
        request.peer.kind = kind;
        request.headers = std::move(headers);
        return request;
    }
    static Request over_tcp(http::Headers headers) { return from(Peer::Kind::tcp, std::move(headers)); }
    Result<BrokerCaller> identify(const Request& request) {
        return desk.page_of(broker, request).and_then([&](const std::string& asking) {
            return desk.identify(broker, request, asking);
        });
    }
    Result<Approval> approve(const BrokerCaller& caller, BrokerAsk ask) {
        return desk.approve(broker, caller, over_tcp({}), ask);
    }
    BrokerAsk wants(std::string place, std::string role) {
        return {{{broker.name, std::move(place), std::move(role)}}, "", {}, {}};
    }
};

TEST_F(Desk, TheOwnerNeedsNoKey) {
    for (const auto kind : {Peer::Kind::unix_socket, Peer::Kind::in_process}) {
        const auto caller = identify(from(kind));
        ASSERT_TRUE(caller);
        EXPECT_TRUE(caller->is_owner);
        EXPECT_EQ(caller->who, "terminal");
    }
}

TEST_F(Desk, AKeyIsNeededUnlessTheBrokerSaysOtherwise) {
    EXPECT_EQ(identify(over_tcp({})).error().kind, ErrorKind::unauthorized_key);
    broker.policy.require_key = false;
    const auto caller = identify(over_tcp({}));
    ASSERT_TRUE(caller);
    EXPECT_EQ(caller->who, "this computer");
    EXPECT_FALSE(caller->is_owner);
    auto stranger = over_tcp({});
    stranger.peer.same_user = [] { return false; };
    EXPECT_EQ(identify(stranger).error().kind, ErrorKind::unauthorized_key);
}

TEST_F(Desk, AKeyMustBeForThisBroker) {
    const auto good = identify(over_tcp({{"X-API-Key", key({"live/*/*"})}}));
    ASSERT_TRUE(good);
    EXPECT_EQ(good->who, "the key k0");
    EXPECT_TRUE(identify(over_tcp({{"Authorization", "Bearer " + key({"*"})}})));
    const auto other = identify(over_tcp({{"X-API-Key", key({"other/*/*"})}}));
    const auto accounts = identify(over_tcp({{"X-API-Key", key({})}}));
    const auto wrong = identify(over_tcp({{"X-API-Key", "rck_wrong"}}));
    for (const auto* refused : {&other, &accounts, &wrong}) {
        ASSERT_FALSE(*refused);
        EXPECT_EQ(refused->error().one_line(), wrong.error().one_line());
        EXPECT_EQ(refused->error().kind, ErrorKind::unauthorized_key);
    }
}

TEST_F(Desk, ABearerThatIsNoKeyOfOursIsSomebodyElses) {
    ask_for_permission();
    const auto caller = identify(over_tcp({{"Origin", page}, {"Authorization", "Bearer planted-session"}}));
    ASSERT_TRUE(caller) << caller.error().one_line();
    EXPECT_EQ(caller->key, nullptr);
    EXPECT_EQ(caller->who, "a page of " + page);
}

TEST_F(Desk, OnlyListedPagesMayAskAndOnlyWithAPermissionCheck) {
    const auto key = this->key({"*"});
    const auto kind_for = [&](http::Headers headers) {
        const auto caller = identify(over_tcp(std::move(headers)));
        return caller ? "ok" : caller.error().code;
    };
    broker.policy.origins = {page};
    EXPECT_EQ(kind_for({{"Origin", page}, {"X-API-Key", key}}), "E506");
    ask_for_permission();
    EXPECT_EQ(kind_for({{"Origin", page}}), "ok");
    EXPECT_EQ(kind_for({{"Origin", page}, {"Sec-Fetch-Site", "cross-site"}}), "ok");
    EXPECT_EQ(kind_for({{"Origin", page}, {"X-API-Key", key}}), "ok");
    for (const auto* origin :
         {"http://localhost:5174", "https://localhost:5173", "null", "", "http://LOCALHOST:5173"})
        EXPECT_EQ(kind_for({{"Origin", origin}, {"X-API-Key", key}}), "E506") << origin;
    EXPECT_EQ(kind_for({{"Origin", page}, {"Origin", page}}), "E506");
    EXPECT_EQ(kind_for({{"Sec-Fetch-Site", "cross-site"}, {"X-API-Key", key}}), "E506");
    EXPECT_EQ(kind_for({{"Sec-Fetch-Site", "same-site"}, {"X-API-Key", key}}), "E506");
}

TEST_F(Desk, AKeyMayBeHeldToItsPages) {
    ask_for_permission();
    broker.policy.origins.push_back("http://localhost:9999");
    const auto held = key({"*"}, 0, {page});
    EXPECT_TRUE(identify(over_tcp({{"Origin", page}, {"X-API-Key", held}})));
    EXPECT_FALSE(identify(over_tcp({{"Origin", "http://localhost:9999"}, {"X-API-Key", held}})));
    EXPECT_TRUE(identify(over_tcp({{"X-API-Key", held}})));
}

TEST_F(Desk, CallersWithoutAKeyShareAPaceOfTokens) {
    broker.policy.require_key = false;
    broker.policy.per_minute = 2;
    const auto caller = *identify(over_tcp({}));
    EXPECT_TRUE(approve(caller, wants("a", "b")));
    EXPECT_TRUE(approve(caller, wants("a", "b")));
    const auto third = approve(caller, wants("a", "b"));
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().kind, ErrorKind::slow_down);
    EXPECT_EQ(third.error().retry_after, seconds{30});
    clock.advance(seconds{31});
    EXPECT_TRUE(approve(caller, wants("a", "b")));
}

TEST_F(Desk, WhoIsRefusedUsesUpNobodysTokens) {
    ask_for_permission();
    broker.policy.per_minute = 2;
    const BrokerCaller visitor{"a page of " + page, nullptr, false, page};
    for (int i = 0; i < 5; ++i) {
        transport.answers.push_back(test::json_answer(403, ""));
        EXPECT_EQ(approve(visitor, wants("a", "b")).error().kind, ErrorKind::denied);
    }
    transport.answers.push_back(test::json_answer(200, ""));
    EXPECT_TRUE(approve(visitor, wants("a", "b")));
}

TEST_F(Desk, RequestsWithoutEndAreSlowedDownAllTheSame) {
    broker.policy.require_key = false;
    broker.policy.per_minute = 2;
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(identify(over_tcp({}))) << i;
    EXPECT_EQ(identify(over_tcp({})).error().kind, ErrorKind::slow_down);
    auto again = over_tcp({});
    again.again = true;
    EXPECT_TRUE(identify(again)) << "a request that was counted before";
}

TEST_F(Desk, ANewPaceHoldsAtOnce) {
    broker.policy.require_key = false;
    broker.policy.per_minute = 1;
    const auto caller = *identify(over_tcp({}));
    EXPECT_TRUE(approve(caller, wants("a", "b")));
    EXPECT_FALSE(approve(caller, wants("a", "b")));
    broker.policy.per_minute = 600;
    EXPECT_TRUE(approve(caller, wants("a", "b")));
}

TEST_F(Desk, PolicyAndGrantsBothMustAllow) {
    broker.policy.places = {"stream-*"};
    broker.policy.roles = {"publisher", "subscriber"};
    const auto caller = *identify(over_tcp({{"X-API-Key", key({"live/*/subscriber", "live/stream-1/*"})}}));
    EXPECT_TRUE(approve(caller, wants("stream-2", "subscriber")));
    EXPECT_TRUE(approve(caller, wants("stream-1", "publisher")));
    for (const auto& [place, role] :
         {std::pair{"stream-2", "publisher"}, {"other", "subscriber"}, {"stream-1", "rtm"}}) {
        const auto refused = approve(caller, wants(place, role));
        ASSERT_FALSE(refused) << place << role;
        EXPECT_EQ(refused.error().code, "E510");
        EXPECT_EQ(refused.error().kind, ErrorKind::denied);
    }
    EXPECT_EQ(keys.refusals(*caller.key), 3);
    BrokerCaller owner{"terminal", nullptr, true, {}};
    EXPECT_FALSE(approve(owner, wants("other", "subscriber"))) << "the broker's own settings hold for all";
    auto both = wants("stream-1", "publisher");
    both.subjects.push_back({"live", "stream-2", "publisher"});
    EXPECT_FALSE(approve(caller, both));
}

TEST_F(Desk, TheShortestOfAllTimesCounts) {
    broker.policy.default_ttl = seconds{600};
    broker.policy.max_ttl = seconds{1000};
    const auto caller = *identify(over_tcp({{"X-API-Key", key({"*"}, 800)}}));
    auto ask = wants("a", "b");
    EXPECT_EQ(approve(caller, ask)->ttl, seconds{600});
    ask.ttl = seconds{5000};
    EXPECT_EQ(approve(caller, ask)->ttl, seconds{800});
    ask.ttl = seconds{30};
    EXPECT_EQ(approve(caller, ask)->ttl, seconds{30});
    ask.ttl = seconds{5000};
    EXPECT_EQ(approve({"terminal", nullptr, true, {}}, ask)->ttl, seconds{1000});
}

TEST_F(Desk, ThePermissionMayNarrowAndNeverWidens) {
    ask_for_permission();
    const BrokerCaller visitor{"a page of " + page, nullptr, false, page};
    auto ask = wants("a", "b");
    ask.ttl = seconds{100};
    ask.scopes = {"one", "two"};
    transport.answers.push_back(
        test::json_answer(200, R"({"ttl":50,"scopes":["two","three"],"user":"u-1"})"));
    const auto narrowed = approve(visitor, ask);
    ASSERT_TRUE(narrowed) << narrowed.error().one_line();
    EXPECT_EQ(narrowed->ttl, seconds{50});
    EXPECT_THAT(narrowed->scopes, ElementsAre("two"));
    EXPECT_EQ(narrowed->user, "u-1");
    transport.answers.push_back(test::json_answer(200, R"({"ttl":5000})"));
    EXPECT_EQ(approve(visitor, ask)->ttl, seconds{100});
    transport.answers.push_back(test::json_answer(401, ""));
    EXPECT_EQ(approve(visitor, ask).error().kind, ErrorKind::unauthorized_key);
    transport.answers.push_back(test::json_answer(403, ""));
    EXPECT_EQ(approve(visitor, ask).error().kind, ErrorKind::denied);
    transport.answers.push_back(test::json_answer(500, ""));
    EXPECT_EQ(approve(visitor, ask).error().kind, ErrorKind::unavailable);
    const auto asked = transport.requests().size();
    EXPECT_TRUE(approve({"terminal", nullptr, true, {}}, ask)) << "the owner asks nobody";
    broker.policy.places = {"x"};
    EXPECT_FALSE(approve(visitor, ask)) << "what is not offered is not asked about";
    EXPECT_EQ(transport.requests().size(), asked);
}

TEST_F(Desk, ScopesOfTheCheckNarrowRolesWhereThereAreNoScopes) {
    ask_for_permission();
    const BrokerCaller visitor{"a page of " + page, nullptr, false, page};
    const auto answered = [&](const char* scopes) {
        transport.answers.push_back(test::json_answer(200, scopes));
        return approve(visitor, wants("stream-1", "publisher"));
    };
    EXPECT_EQ(answered(R"({"scopes":[]})").error().code, "E510");
    EXPECT_EQ(answered(R"({"scopes":["subscriber"]})").error().code, "E510");
    EXPECT_TRUE(answered(R"({"scopes":["subscriber","publisher"]})"));
}

TEST_F(Desk, WhatIsMadeIsTold) {
    desk.note_minted(broker, {"the key k", nullptr, false, {}}, "a token");
    EXPECT_THAT(made, ElementsAre("live: a token, the key k"));
}

}  // namespace
}  // namespace roadcase::server
