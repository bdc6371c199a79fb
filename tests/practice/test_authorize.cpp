#include "practice/driver.h"

namespace roadcase::test {
namespace {

TEST(Consent, PageAsksAndIsSafe) {
    Driver driver;
    const auto page = driver.authorize();
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.headers.find("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(page.headers.find("Cache-Control"), "no-store");
    EXPECT_NE(page.body.find("<title>Practice Stream</title>"), std::string::npos);
    EXPECT_NE(page.body.find("Practice Stream asks: may Roadcase read your chat and send messages?"),
              std::string::npos);
    EXPECT_NE(page.body.find("<form method=\"post\" action=\"/practice/consent\">"), std::string::npos);
    const std::string policy(page.headers.find("Content-Security-Policy").value_or(""));
    for (const std::string part : {"default-src 'none'", "style-src 'sha256-", "frame-ancestors 'none'",
                                   "base-uri 'none'", "form-action 'self' http://localhost:3000"})
        EXPECT_NE(policy.find(part), std::string::npos) << part;
}

TEST(Consent, NothingOfTheQueryIsReflected) {
    Driver driver;
    const auto page =
        driver.authorize({{"state", "<script>state"}, {"scope", "<b>scope"}, {"extra", "<i>extra"}});
    EXPECT_EQ(page.status, 200);
    for (const std::string part : {"script", "<b>", "<i>", "scope", "practice-client", "localhost"})
        EXPECT_EQ(page.body.find(part), std::string::npos) << part;
}

TEST(Consent, AllowComesBackWithCodeStateAndIssuer) {
    Driver driver;
    const auto answer = driver.press("allow", Driver::request_id(driver.authorize()));
    const std::string location(answer.headers.find("Location").value_or(""));
    EXPECT_EQ(location.rfind(callback + "?code=", 0), 0U);
    EXPECT_NE(location.find("&state=the%20state&iss=http%3A%2F%2F127.0.0.1%3A3000%2Fpractice"),
              std::string::npos);
    EXPECT_EQ(answer.status, 303);
}

TEST(Consent, TheRedirectUriKeepsItsOwnQuery) {
    Driver driver;
    const auto page = driver.authorize({{"redirect_uri", "http://127.0.0.1:3000/success?keep=1"}});
    const auto answer = driver.press("allow", Driver::request_id(page));
    EXPECT_EQ(
        answer.headers.find("Location").value_or("").rfind("http://127.0.0.1:3000/success?keep=1&code=", 0),
        0U);
}

TEST(Consent, DenyComesBackWithAccessDenied) {
    Driver driver;
    const auto params = Driver::came_back(driver.press("deny", Driver::request_id(driver.authorize())));
    EXPECT_EQ(params.get("error"), "access_denied");
    EXPECT_EQ(params.get("state"), "the state");
    EXPECT_EQ(params.get("iss"), "http://127.0.0.1:3000/practice");
    EXPECT_EQ(params.count("code"), 0U);
}

TEST(Consent, AnythingButAllowIsNo) {
    Driver driver;
    const auto params = Driver::came_back(driver.press("perhaps", Driver::request_id(driver.authorize())));
    EXPECT_EQ(params.get("error"), "access_denied");
}

TEST(Consent, AQuestionIsAnsweredOnceAndInTime) {
    Driver driver;
    const auto id = Driver::request_id(driver.authorize());
    EXPECT_EQ(driver.press("allow", id).status, 303);
    EXPECT_EQ(driver.press("allow", id).status, 400);
    EXPECT_EQ(driver.press("allow", "").status, 400);
    EXPECT_EQ(driver.press("allow", "made up").status, 400);
    const auto late = Driver::request_id(driver.authorize());
    driver.clock.advance(seconds{600});
    EXPECT_EQ(driver.press("allow", late).status, 400);
}

TEST(Consent, TheOldestOfAThousandQuestionsGoes) {
    Driver driver;
    const auto first = Driver::request_id(driver.authorize());
    const auto second = Driver::request_id(driver.authorize());
    for (int i = 0; i < 999; ++i) driver.authorize();
    EXPECT_EQ(driver.press("allow", first).status, 400);
    EXPECT_EQ(driver.press("allow", second).status, 303);
}

struct Changes {
    http::Params params;
};

void PrintTo(const Changes& c, std::ostream* out) {
    *out << label(c.params.encode());
}

class WrongClient : public testing::TestWithParam<Changes> {};

TEST_P(WrongClient, GetsAPageAndNeverARedirect) {
    Driver driver;
    const auto page = driver.authorize(GetParam().params);
    EXPECT_EQ(page.status, 400);
    EXPECT_FALSE(page.headers.find("Location"));
    EXPECT_EQ(page.headers.find("Content-Type"), "text/html; charset=utf-8");
    EXPECT_NE(page.headers.find("Content-Security-Policy").value_or("").find("form-action 'none'"),
              std::string_view::npos);
    EXPECT_EQ(Driver::request_id(page), "");
    EXPECT_EQ(page.body.find("evil"), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Table, WrongClient,
                         testing::Values(Changes{{{"client_id", "evil"}}}, Changes{{{"client_id", ""}}},
                                         Changes{{{"redirect_uri", "https://evil.example/"}}},
                                         Changes{{{"redirect_uri", ""}}},
                                         Changes{{{"redirect_uri", callback + "/"}}},
                                         Changes{{{"redirect_uri", callback + "?evil=1"}}},
                                         Changes{{{"redirect_uri", "http://LOCALHOST:3000/success"}}},
                                         Changes{{{"state", std::string(2000, 'x')}}},
                                         Changes{{{"extra", "1"}, {"extra", "2"}}}));

struct BadRequest {
    http::Params changes;
    std::string error;
};

void PrintTo(const BadRequest& c, std::ostream* out) {
    *out << label(c.changes.encode());
}

class WrongRequest : public testing::TestWithParam<BadRequest> {};

TEST_P(WrongRequest, IsToldToTheClient) {
    Driver driver;
    const auto params = Driver::came_back(driver.authorize(GetParam().changes));
    EXPECT_EQ(params.get("error"), GetParam().error);
    EXPECT_EQ(params.get("state"), "the state");
    EXPECT_EQ(params.get("iss"), "http://127.0.0.1:3000/practice");
}

INSTANTIATE_TEST_SUITE_P(Table, WrongRequest,
                         testing::Values(BadRequest{{{"response_type", ""}}, "invalid_request"},
                                         BadRequest{{{"response_type", "token"}},
                                                    "unsupported_response_type"},
                                         BadRequest{{{"code_challenge", ""}}, "invalid_request"},
                                         BadRequest{{{"code_challenge_method", ""}}, "invalid_request"},
                                         BadRequest{{{"code_challenge_method", "plain"}}, "invalid_request"},
                                         BadRequest{{{"code_challenge", "too-short"}}, "invalid_request"},
                                         BadRequest{{{"scope", "a\nb"}}, "invalid_scope"}));

TEST(Authorize, KnowsItsMethodsAndPaths) {
    Driver driver;
    EXPECT_EQ(driver.server.handle("POST", "/authorize", "", {}, "").status, 405);
    EXPECT_EQ(driver.server.handle("GET", "/consent", "", {}, "").status, 405);
    EXPECT_EQ(driver.server.handle("GET", "/token", "", {}, "").status, 405);
    EXPECT_EQ(driver.server.handle("GET", "/elsewhere", "", {}, "").status, 404);
    EXPECT_EQ(driver.server.handle("POST", "/api/graph", "", {}, "").status, 404);
    EXPECT_EQ(driver.server.handle("HEAD", "/authorize", driver.authorize_params().encode(), {}, "").status,
              200);
}

}  // namespace
}  // namespace roadcase::test
