#include "cli/pretend_browser.h"
#include "fixture.h"

namespace roadcase::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const std::string consent_page =
    R"(<html><form method="post" action="/practice/consent"><input type="hidden" name="request" value="a&amp;b">)"
    R"(<button type="submit" name="answer" value="allow">Allow</button>)"
    R"(<button type="submit" name="answer" value="deny">Deny</button></form></html>)";

std::string header(const http::Request& request, std::string_view name) {
    return std::string(request.headers.find(name).value_or("(none)"));
}

http::Response redirect_to(const std::string& location, const std::string& cookie = "") {
    http::Response response{303, {{"Location", location}}, {}};
    if (!cookie.empty()) response.headers.add("Set-Cookie", cookie);
    return response;
}

TEST(PretendBrowser, ReadsAFormByItsButton) {
    const auto form = cli::read_form(consent_page, "deny");
    ASSERT_TRUE(form.has_value());
    EXPECT_EQ(form->action, "/practice/consent");
    EXPECT_EQ(form->fields.encode(), "request=a%26b&answer=deny");
    EXPECT_FALSE(cli::read_form(consent_page, "maybe").has_value());
    EXPECT_FALSE(cli::read_form("<p>no form</p>", "allow").has_value());
    EXPECT_FALSE(cli::read_form("<form ", "allow").has_value());
}

TEST(PretendBrowser, KeepsCookiesByHostAndPath) {
    ScriptedTransport transport;
    transport.answers = {redirect_to("http://127.0.0.1:3000/practice/authorize",
                                     "rc=1; Path=/success; HttpOnly; SameSite=Lax"),
                         http::Response{200, {}, consent_page},
                         redirect_to("http://localhost:3000/success?code=c"), redirect_to("/done/f1"),
                         http::Response{200, {}, "done"}};
    cli::PretendBrowser browser(transport);
    const auto page = browser.open("http://localhost:3000/auth/practice?flow=f1");
    ASSERT_TRUE(page.has_value());
    const auto end = browser.submit(*page, *cli::read_form(page->body, "allow"));
    ASSERT_TRUE(end.has_value());
    EXPECT_EQ(end->url.text(), "http://localhost:3000/done/f1");

    const auto sent = transport.requests();
    ASSERT_EQ(sent.size(), 5U);
    std::vector<std::string> cookies;
    std::vector<std::string> sites;
    std::vector<std::string> origins;
    for (const auto& request : sent) {
        cookies.push_back(header(request, "Cookie"));
        sites.push_back(header(request, "Sec-Fetch-Site"));
        origins.push_back(header(request, "Origin"));
    }
    EXPECT_THAT(cookies, ElementsAre("(none)", "(none)", "(none)", "rc=1", "(none)"));
    EXPECT_THAT(sites, ElementsAre("none", "none", "same-origin", "cross-site", "cross-site"));
    EXPECT_THAT(origins, ElementsAre("(none)", "(none)", "http://127.0.0.1:3000", "(none)", "(none)"));
    EXPECT_EQ(sent[2].method, "POST");
    EXPECT_EQ(sent[2].body, "request=a%26b&answer=allow");
    EXPECT_EQ(sent[3].method, "GET");
    EXPECT_EQ(sent[3].body, "");
}

TEST(PretendBrowser, EndsALoop) {
    ScriptedTransport transport;
    transport.on_send = [](const http::Request&) { return redirect_to("/again"); };
    EXPECT_FALSE(cli::PretendBrowser(transport).open("http://localhost:3000/").has_value());
    transport.on_send = [](const http::Request&) { return redirect_to("javascript:alert(1)"); };
    EXPECT_FALSE(cli::PretendBrowser(transport).open("http://localhost:3000/").has_value());
}

/// The practice provider and the product as the demo sees them: only as much as a life needs.
class Demo : public CliTest {
  protected:
    /// Signs in, gives these tokens in turn, and renews once.
    void begin_a_life_where(const std::vector<std::string>& tokens) {
        api = FakeApi();
        api.answer("POST /api/v1/flows",
                   R"({"id":"f1","url":"http://localhost:3000/auth/practice?flow=f1","expires_in":600})",
                   201);
        api.answer("GET /api/v1/flows/f1", R"({"status":"done","provider_name":"Practice Stream",)"
                                           R"("account":"practice","display_name":"nova_practice"})");
        for (int left = 60; const auto& token : tokens)
            api.answer("GET /api/v1/token/practice", token_named(token, std::exchange(left, 58)));
        api.answer(refresh, account_body("practice", "connected"));
        api.answer("POST /api/v1/practice", R"({"version":1})");
    }

    void SetUp() override {
        begin_a_life_where({"one", "one", "two", "two", "three"});
        api.problem(refresh, down);
        api.problem(refresh, down);
        api.answer(refresh, account_body("practice", "connected"));
        auto revoked = make_error(ErrorKind::needs_authorization, "E401", "Sign in to Practice Stream again.",
                                  "It removed the connection.");
        revoked.account = "practice";
        api.problem(refresh, revoked);
        api.answer("GET /api/v1/accounts/practice", account_body("practice", "needs_authorization"));
        transport.on_send = [this](const http::Request& request) { return page(request); };
    }

    static std::string token_named(const std::string& name, int left) {
        return R"({"version":1,"access_token":"secret-)" + name + R"(","account":"practice","expires_in":)" +
               std::to_string(left) + "}";
    }

    Result<http::Response> page(const http::Request& request) const {
        const auto path = http::parse_url(request.url)->path;
        if (path == "/auth/practice") return redirect_to("http://127.0.0.1:3000/practice/authorize");
        if (path == "/practice/authorize") return http::Response{200, {}, consent};
        if (path == "/practice/consent") return redirect_to("http://localhost:3000/success?code=c");
        if (path == "/success") return redirect_to(end);
        return http::Response{200, {}, "connected"};
    }

    const std::string refresh = "POST /api/v1/accounts/practice/refresh";
    const Error down = make_error(ErrorKind::unavailable, "E404", "Practice Stream is not answering.");
    std::string consent = consent_page;
    std::string end = "/done/f1";
};

TEST_F(Demo, PlaysTheWholeLife) {
    terminal = true;
    env["TERM"] = "dumb";
    EXPECT_EQ(run({"demo"}), 0) << err();
    EXPECT_EQ(out(), R"(The whole life of an account, with the practice provider inside Roadcase.
Nothing here is real, and no browser opens.

Sign in
  Practice Stream asks: may Roadcase read your chat and send messages?  [Allow]
✓ Connected Practice Stream as nova_practice.

A script asks for the token
✓ It gets one: •••••••• (10 characters, good for 1 min)
  a second later: good for 58 s

It renews itself before it ends; here it is told to do so now
✓ A new token: •••••••• (10 characters, good for 58 s)

The provider goes down
  Renewing fails: Practice Stream is not answering.
✓ Scripts still get the token: •••••••• (10 characters, good for 58 s)
✓ It is back, and the account renewed itself.

The person removes the connection at the provider
✓ Nothing is lost silently: the person and the script read what to do.
    roadcase: Sign in to Practice Stream again. (E401)
    It removed the connection.
    Next: roadcase reconnect practice

Sign in again
  Practice Stream asks: may Roadcase read your chat and send messages?  [Allow]
✓ Connected Practice Stream as nova_practice.
✓ Scripts go on: •••••••• (12 characters, good for 58 s)

Next: roadcase token practice | cat
)");
    EXPECT_EQ(err(), "");
    EXPECT_THAT(out() + err(), Not(HasSubstr("secret-")));
    EXPECT_THAT(api.any_port, ElementsAre(true));
    EXPECT_LT(paused, milliseconds{10'000});
}

TEST_F(Demo, JsonNamesEachStep) {
    EXPECT_EQ(run({"demo", "--json"}), 0) << err();
    const auto value = parse_json(out());
    ASSERT_TRUE(value.has_value());
    std::vector<std::string> steps;
    for (const auto& step : (*value)["steps"]) steps.push_back(step["step"].get<std::string>());
    EXPECT_THAT(steps, ElementsAre("authorized", "token", "renewed", "provider_down", "provider_back",
                                   "revoked", "authorized_again", "token_again"));
}

TEST_F(Demo, AlwaysEndsTheOutageItMade) {
    begin_a_life_where({"one", "one", "two", "other"});
    api.problem(refresh, down);
    EXPECT_EQ(run({"demo"}), 1);
    EXPECT_THAT(err(), HasSubstr("The token changed while the provider was down."));
    EXPECT_EQ(api.requests.back().body, R"({"down":false})");
}

TEST_F(Demo, AnOutageThatNobodyNoticesFails) {
    begin_a_life_where({"one", "one", "two"});
    EXPECT_EQ(run({"demo"}), 1);
    EXPECT_THAT(err(), HasSubstr("A renewal against a provider that is down should fail for now."));
}

TEST_F(Demo, ATokenThatDoesNotChangeIsNoRenewal) {
    begin_a_life_where({"one"});
    EXPECT_EQ(run({"demo"}), 1);
    EXPECT_THAT(err(), HasSubstr("The renewed token is the old one."));
}

TEST_F(Demo, AStepThatIsNotSeenToWorkFails) {
    end = "/success?code=c&again=1";
    EXPECT_EQ(run({"demo"}), 1);
    EXPECT_THAT(err(), HasSubstr("roadcase: The demo did not go as it should.\n"));
    end = "/done/f1?code=c";
    EXPECT_EQ(run({"demo"}), 1);
    end = "/done/f1";
    consent = "<p>closed</p>";
    EXPECT_EQ(run({"demo"}), 1);
}

}  // namespace
}  // namespace roadcase::test
