#include "accounts/discovery.h"

#include "outside.h"

namespace roadcase::accounts {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string issuer = "https://id.example/realm";
const std::string openid_url = "https://id.example/realm/.well-known/openid-configuration";
const std::string oauth_url = "https://id.example/.well-known/oauth-authorization-server/realm";

std::string document(const std::string& names = issuer, const std::string& token_path = "/token") {
    return R"({"issuer":")" + names + R"(","authorization_endpoint":"https://id.example/authorize",)" +
           R"("token_endpoint":"https://id.example)" + token_path + "\"}";
}

struct Discovering : testing::Test {
    test::Outside outside;
    Discovery discovery{outside.world};

    std::string token_endpoint() {
        const auto found = discovery.find(issuer);
        return found ? (*found)->server.token_endpoint : found.error().one_line();
    }
    std::string code() {
        const auto found = discovery.find(issuer);
        return found ? "found" : found.error().code;
    }
};

TEST_F(Discovering, AsksOnceADay) {
    outside.put(openid_url, document());
    EXPECT_EQ(token_endpoint(), "https://id.example/token");
    EXPECT_TRUE(discovery.is_fresh(issuer));
    outside.clock.advance(seconds{86'399});
    EXPECT_EQ(token_endpoint(), "https://id.example/token");
    EXPECT_THAT(outside.asked(), ElementsAre(openid_url));
    EXPECT_EQ(outside.transport.requests().front().headers.find("Accept"), "application/json");

    outside.put(openid_url, document(issuer, "/moved"));
    outside.clock.advance(seconds{1});
    EXPECT_FALSE(discovery.is_fresh(issuer));
    EXPECT_EQ(token_endpoint(), "https://id.example/moved");
    EXPECT_EQ(outside.asked().size(), 2u);
}

TEST_F(Discovering, TheStoreRemembersAcrossARestart) {
    outside.put(openid_url, document());
    ASSERT_EQ(code(), "found");
    outside.clock.advance(seconds{86'000});
    Discovery after{outside.world};
    ASSERT_TRUE(after.find(issuer));
    EXPECT_EQ(outside.asked().size(), 1u);
    outside.clock.advance(seconds{400});
    ASSERT_TRUE(after.find(issuer)) << "the day counts from the asking, not from the restart";
    EXPECT_EQ(outside.asked().size(), 2u);
}

TEST_F(Discovering, ADocumentFromTheFutureIsAskedForAnew) {
    ASSERT_TRUE(outside.store.put_document("metadata " + issuer, Secret(document()),
                                           outside.clock.now() + seconds{100}));
    outside.put(openid_url, document(issuer, "/newer"));
    EXPECT_EQ(token_endpoint(), "https://id.example/newer");
}

TEST_F(Discovering, AnOlderDocumentStandsInWhileTheServerIsAway) {
    outside.put(openid_url, document());
    ASSERT_EQ(code(), "found");
    outside.clock.advance(seconds{90'000});
    outside.unplug(openid_url);
    EXPECT_EQ(token_endpoint(), "https://id.example/token");
    EXPECT_EQ(token_endpoint(), "https://id.example/token");
    EXPECT_EQ(outside.asked().size(), 2u) << "it is not asked at every turn";
    outside.clock.advance(seconds{300});
    outside.put(openid_url, document(issuer, "/moved"));
    EXPECT_EQ(token_endpoint(), "https://id.example/moved");
}

TEST_F(Discovering, AnOlderDocumentDoesNotStandInForOneThatNamesAnother) {
    outside.put(openid_url, document());
    ASSERT_EQ(code(), "found");
    outside.clock.advance(seconds{90'000});
    outside.put(openid_url, document("https://other.example"));
    EXPECT_EQ(code(), "E307");
}

TEST_F(Discovering, TheIssuerIsComparedByteForByte) {
    for (const auto* names :
         {"https://id.example/realm/", "https://ID.example/realm", "https://id.example/Realm",
          "https://id.example:443/realm", "https://other.example/realm", "http://id.example/realm", ""}) {
        outside.put(openid_url, document(names));
        const auto found = discovery.find(issuer);
        ASSERT_FALSE(found) << names;
        EXPECT_EQ(found.error().code, "E307") << names;
        EXPECT_THAT(found.error().detail, HasSubstr("another issuer"));
    }
    EXPECT_FALSE(*outside.store.document("metadata " + issuer)) << "nothing of it is kept";
}

TEST_F(Discovering, WhereOpenIdHasNothingTheOtherAddressIsAsked) {
    outside.put(oauth_url, document());
    const std::string page = "<html>We answer every address with this.</html>";
    for (const auto& answer :
         {http::Response{404, {}, ""}, http::Response{200, {{"Content-Type", "text/html"}}, page},
          http::Response{302, {{"Location", "https://id.example/login"}}, ""}, test::json_answer(200, "[]"),
          test::json_answer(200, document() + std::string(300'000, ' '))}) {
        outside.pages[openid_url] = answer;
        Discovery fresh{outside.world};
        ASSERT_TRUE(outside.store.remove_document("metadata " + issuer));
        const auto found = fresh.find(issuer);
        ASSERT_TRUE(found) << answer.status << found.error().one_line();
        EXPECT_EQ((*found)->server.token_endpoint, "https://id.example/token");
        EXPECT_EQ(outside.asked().back(), oauth_url);
    }
}

TEST_F(Discovering, AServerWithoutADocumentIsNamed) {
    const auto found = discovery.find(issuer);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().code, "E308");
    EXPECT_EQ(found.error().kind, ErrorKind::rejected);
    EXPECT_THAT(found.error().title, HasSubstr(issuer));
    EXPECT_THAT(found.error().detail, HasSubstr("404"));
    EXPECT_THAT(outside.asked(), ElementsAre(openid_url, oauth_url));
}

TEST_F(Discovering, AServerThatIsAwayIsAnOutageAndAskedAgainNextTime) {
    outside.unplug(openid_url);
    const auto found = discovery.find(issuer);
    ASSERT_FALSE(found);
    EXPECT_EQ(found.error().kind, ErrorKind::unavailable);
    EXPECT_THAT(outside.asked(), ElementsAre(openid_url));
    outside.put(openid_url, document());
    EXPECT_EQ(code(), "found");
}

TEST_F(Discovering, AnOverloadedServerHasNotSaidThatItHasNoDocument) {
    for (const int status : {429, 500, 503}) {
        outside.pages[openid_url] = http::Response{status, {}, "oops"};
        Discovery fresh{outside.world};
        const auto found = fresh.find(issuer);
        ASSERT_FALSE(found);
        EXPECT_EQ(found.error().code, "E404") << status;
        EXPECT_EQ(found.error().kind, ErrorKind::unavailable);
        EXPECT_EQ(found.error().title, "id.example is not answering.");
        EXPECT_THAT(found.error().detail, HasSubstr(std::to_string(status)));
        EXPECT_EQ(found.error().next, "Try again in a few minutes.");
    }
}

TEST_F(Discovering, WhatIsKnownIsKnownWithoutNetwork) {
    EXPECT_EQ(discovery.known(issuer), nullptr);
    outside.put(openid_url, document());
    ASSERT_EQ(code(), "found");
    outside.clock.advance(seconds{1'000'000});
    Discovery after{outside.world};
    ASSERT_NE(after.known(issuer), nullptr);
    EXPECT_FALSE(after.is_fresh(issuer));
    EXPECT_EQ(outside.asked().size(), 1u);
}

TEST_F(Discovering, ADiskThatCannotBeWrittenIsNoObstacle) {
    outside.put(openid_url, document());
    outside.store.read_only = true;
    EXPECT_EQ(token_endpoint(), "https://id.example/token");
}

}  // namespace
}  // namespace roadcase::accounts
