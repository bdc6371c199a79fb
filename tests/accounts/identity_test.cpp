#include "scene.h"

namespace roadcase::accounts {
namespace {

using test::json;
using test::PracticeTransport;
using test::Scene;

constexpr auto plays = R"({"sub":"1","preferred_username":"nova_plays"})";
constexpr auto bot = R"({"sub":"2","preferred_username":"nova_bot"})";

Flow sign_in(Scene& scene, const std::string& person, const std::string& name = "",
             const std::string& account = "") {
    if (!person.empty()) scene.answer_person(person);
    auto wish = scene.wish();
    wish.name = name;
    wish.account = account;
    return scene.sign_in(wish).value();
}

TEST(Identity, IsReadByPointersFromAnyShape) {
    struct Row {
        std::string body, subject, name;
    };
    const Row rows[] = {
        {R"({"data":[{"id":"125328655","login":"nova_plays"}]})", "125328655", "nova_plays"},
        {R"({"data":[{"id":154,"login":"nova\nplays"}]})", "154", "nova\\x0Aplays"},
        {R"({"data":[{"id":"7"}]})", "7", ""},
    };
    for (const auto& row : rows) {
        auto entry = test::practice_entry();
        entry.provider.identity.subject = {"/data/0/id"};
        entry.provider.identity.display_name = {"/data/0/none", "/data/0/login"};
        entry.provider.identity.request.method = "POST";
        entry.provider.identity.request.body = R"({"query":"{ me }"})";
        entry.provider.identity.request.headers = {{"Client-Id", "{client_id}"},
                                                   {"Authorization", "OAuth {access_token}"}};
        Scene scene(test::practice_settings(), {entry});
        std::vector<http::Request> asked;
        scene.transport.intercept = [&](const http::Request& request) -> PracticeTransport::Answer {
            if (!request.url.ends_with("/userinfo")) return std::nullopt;
            asked.push_back(request);
            return json(200, row.body);
        };
        const auto record = scene.connect();
        EXPECT_EQ(record.subject, row.subject);
        EXPECT_EQ(record.display_name, row.name);
        ASSERT_EQ(asked.size(), 1u);
        EXPECT_EQ(asked[0].method, "POST");
        EXPECT_EQ(asked[0].headers.find("client-id"), "practice-client");
        EXPECT_EQ(asked[0].headers.find("authorization"), "OAuth " + record.tokens->access_token.reveal());
        EXPECT_EQ(asked[0].headers.count("authorization"), 1u);
        EXPECT_EQ(asked[0].body, entry.provider.identity.request.body);
    }
}

TEST(Identity, NotLearningItDoesNotFailTheSignInAndIsNoted) {
    const std::vector<std::string> bodies = {
        "", "<html>", "{}", R"({"sub":""})", R"({"sub":{}})", R"({"sub":")" + std::string(300, 'x') + "\"}"};
    for (const auto& body : bodies) {
        Scene scene;
        EXPECT_EQ(sign_in(scene, body.empty() ? "x" : body).state, Flow::State::done) << body;
        const auto record = scene.accounts->find(scene.ref()).value();
        EXPECT_EQ(record.subject, "");
        EXPECT_EQ(record.problem, "Practice did not say who signed in.");
        EXPECT_TRUE(scene.accounts->token(scene.ref(), {}));
    }
}

TEST(Identity, ALostAnswerIsAskedForOnceMore) {
    Scene scene;
    int asked = 0;
    scene.transport.intercept = [&](const http::Request& request) -> PracticeTransport::Answer {
        if (!request.url.ends_with("/userinfo") || ++asked > 1) return std::nullopt;
        return fail(ErrorKind::unavailable, "E404", "Lost.");
    };
    EXPECT_EQ(scene.connect().subject, "practice-1");
}

TEST(Identity, AProviderWithoutTheQuestionIsNotAsked) {
    auto entry = test::practice_entry();
    entry.provider.identity.request.url.clear();
    Scene scene(test::practice_settings(), {entry});
    const auto record = scene.connect();
    EXPECT_EQ(record.subject, "");
    EXPECT_EQ(record.problem_code, "");
}

TEST(WrongPerson, TheSamePersonIsUpdated) {
    Scene scene;
    sign_in(scene, plays);
    const auto first = scene.accounts->find(scene.ref()).value();
    const auto again = sign_in(scene, plays);
    EXPECT_TRUE(again.again);
    const auto second = scene.accounts->find(scene.ref()).value();
    EXPECT_EQ(second.id, first.id);
    EXPECT_EQ(second.generation, 2);
    EXPECT_EQ(second.created_at, first.created_at);
}

TEST(WrongPerson, NothingIsOverwritten) {
    for (const std::string account : {"", "practice"}) {
        Scene scene;
        sign_in(scene, plays);
        const auto before = scene.accounts->find(scene.ref()).value();
        const auto flow = sign_in(scene, bot, "", account);
        EXPECT_EQ(flow.state, Flow::State::failed);
        EXPECT_EQ(flow.error->code, "E207");
        EXPECT_EQ(flow.error->title, "You signed in as nova_bot, but this account is nova_plays.");
        const auto after = scene.accounts->find(scene.ref()).value();
        EXPECT_EQ(after.generation, before.generation);
        EXPECT_EQ(after.tokens->access_token, before.tokens->access_token);
        EXPECT_EQ(scene.accounts->list()->size(), 1u);
    }
}

TEST(WrongPerson, ANameMakesASecondAccount) {
    Scene scene;
    sign_in(scene, plays);
    EXPECT_EQ(sign_in(scene, bot, "bot").account, "practice/bot");
    EXPECT_EQ(scene.accounts->find(scene.ref("practice/bot"))->subject, "2");
    EXPECT_EQ(scene.accounts->find(scene.ref("practice/sub:2"))->name, "bot");
    // The same person once more is no third account, and the one that is there stays as it is.
    const auto generation = scene.accounts->find(scene.ref())->generation;
    EXPECT_EQ(sign_in(scene, plays, "third").error->code, "E207");
    EXPECT_EQ(scene.accounts->find(scene.ref())->generation, generation);
    EXPECT_EQ(scene.accounts->list()->size(), 2u);
    // A name that is somebody's stays theirs.
    EXPECT_EQ(sign_in(scene, R"({"sub":"3"})", "bot").error->title,
              "You signed in as user 3, but this account is nova_bot.");
}

TEST(WrongPerson, SomebodyUnknownGetsNoKnownAccount) {
    Scene scene;
    sign_in(scene, plays);
    const auto before = scene.accounts->find(scene.ref()).value();
    scene.answer_person("{}", 500);
    const auto flow = scene.sign_in(scene.wish()).value();
    EXPECT_EQ(flow.state, Flow::State::failed);
    EXPECT_EQ(flow.error->kind, ErrorKind::unavailable);
    EXPECT_EQ(scene.accounts->find(scene.ref())->generation, before.generation);
}

TEST(WrongPerson, AnUnknownAccountIsReplacedByWhoeverSignsIn) {
    Scene scene;
    sign_in(scene, "{}");
    const auto flow = sign_in(scene, plays);
    EXPECT_TRUE(flow.again);
    EXPECT_EQ(scene.accounts->find(scene.ref())->subject, "1");
    EXPECT_EQ(scene.accounts->list()->size(), 1u);
}

TEST(WrongPerson, SigningInAgainMendsTheAccount) {
    Scene scene;
    scene.connect();
    scene.practice.revoke_all();
    EXPECT_FALSE(scene.accounts->refresh(scene.ref()));
    EXPECT_EQ(scene.accounts->find(scene.ref())->status, store::AccountStatus::needs_authorization);
    const auto flow = sign_in(scene, "", "", "practice");
    EXPECT_EQ(flow.state, Flow::State::done);
    const auto record = scene.accounts->find(scene.ref()).value();
    EXPECT_EQ(record.status, store::AccountStatus::connected);
    EXPECT_EQ(record.problem_code, "");
    EXPECT_TRUE(scene.accounts->refresh(scene.ref()));
}

}  // namespace
}  // namespace roadcase::accounts
