#include "server/guards.h"

#include <gtest/gtest.h>

namespace roadcase::server {
namespace {

using Caller = RouteTraits::Caller;
using Fields = http::Headers;

const Authorities names{{"localhost:3000", "127.0.0.1:3000", "[::1]:3000"},
                        "127.0.0.1:3000",
                        {"http://localhost:3000", "http://127.0.0.1:3000", "http://[::1]:3000"}};

Request from_tcp(const std::string& method, Fields headers, bool same_user = true) {
    Request request;
    request.method = method;
    request.path = "/page";
    request.headers = std::move(headers);
    request.peer = {Peer::Kind::tcp, [same_user] { return same_user; }};
    return request;
}

/// 0 for "go on", else the status.
int judged(const Request& request, RouteTraits traits) {
    const auto refused = refuse(request, traits, names);
    return refused ? refused->status : 0;
}

constexpr RouteTraits anyone{Caller::anyone, false};
constexpr RouteTraits landing{Caller::anyone, true};
constexpr RouteTraits dashboard{Caller::dashboard, false};
constexpr RouteTraits home{Caller::dashboard, true};
constexpr RouteTraits script{Caller::script, false};
constexpr RouteTraits practice{Caller::practice, false};

TEST(Guards, AnswerOnlyToTheirNames) {
    const struct {
        std::string host;
        RouteTraits traits;
        int status;
    } table[] = {
        {"localhost:3000", anyone, 0},      {"127.0.0.1:3000", anyone, 0},
        {"[::1]:3000", anyone, 0},          {"localhost", anyone, 403},
        {"LOCALHOST:3000", anyone, 403},    {"localhost:3000.", anyone, 403},
        {"localhost.:3000", anyone, 403},   {"localhost:3001", anyone, 403},
        {"evil.example:3000", anyone, 403}, {"localhost:3000.evil.example", anyone, 403},
        {"0.0.0.0:3000", anyone, 403},      {"", anyone, 403},
        {"127.0.0.1:3000", practice, 0},    {"localhost:3000", practice, 404},
        {"[::1]:3000", practice, 404},      {"evil.example", practice, 403},
    };
    for (const auto& row : table)
        EXPECT_EQ(judged(from_tcp("GET", {{"Host", row.host}}), row.traits), row.status) << row.host;
    EXPECT_EQ(judged(from_tcp("GET", {}), anyone), 403);
    EXPECT_EQ(judged(from_tcp("GET", {{"Host", "localhost:3000"}, {"host", "localhost:3000"}}), anyone), 403);
    EXPECT_EQ(
        judged(from_tcp("GET", {{"Host", "evil.example"}, {"X-Forwarded-Host", "localhost:3000"}}), anyone),
        403);
}

struct BrowserCase {
    std::string name;
    std::string method;
    RouteTraits traits;
    Fields fields;
    int status;
};

void expect_judged(const std::vector<BrowserCase>& table) {
    for (const auto& row : table) {
        Request request = from_tcp(row.method, row.fields);
        request.headers.add("Host", "127.0.0.1:3000");
        EXPECT_EQ(judged(request, row.traits), row.status) << row.name;
    }
}

const Fields navigation{
    {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}, {"Sec-Fetch-Dest", "document"}};

TEST(Guards, RefuseForeignOrigins) {
    expect_judged({
        {"our page", "POST", dashboard, {{"Origin", "http://localhost:3000"}}, 0},
        {"our consent page", "POST", practice, {{"Origin", "http://127.0.0.1:3000"}}, 0},
        {"foreign", "GET", anyone, {{"Origin", "http://evil.example"}}, 403},
        {"foreign, script", "GET", script, {{"Origin", "http://evil.example"}, {"X-API-Key", "k"}}, 403},
        {"other port", "GET", script, {{"Origin", "http://localhost:5173"}}, 403},
        {"other scheme", "GET", script, {{"Origin", "https://localhost:3000"}}, 403},
        {"null", "GET", anyone, {{"Origin", "null"}}, 403},
        {"null, script", "POST", script, {{"Origin", "null"}}, 403},
        {"null across sites", "POST", dashboard, {{"Origin", "null"}, {"Sec-Fetch-Site", "cross-site"}}, 403},
        {"our form under no-referrer",
         "POST",
         dashboard,
         {{"Origin", "null"}, {"Sec-Fetch-Site", "same-origin"}},
         0},
        {"two", "GET", anyone, {{"Origin", "http://localhost:3000"}, {"Origin", "http://evil.example"}}, 403},
        {"empty", "GET", anyone, {{"Origin", ""}}, 403},
    });
}

TEST(Guards, BelieveFetchMetadata) {
    expect_judged({
        {"typed address", "GET", dashboard, {{"Sec-Fetch-Site", "none"}}, 0},
        {"own page", "GET", dashboard, {{"Sec-Fetch-Site", "same-origin"}}, 0},
        {"image elsewhere",
         "GET",
         anyone,
         {{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "no-cors"}, {"Sec-Fetch-Dest", "image"}},
         403},
        {"neighbour port", "GET", script, {{"Sec-Fetch-Site", "same-site"}}, 403},
        {"key from a page elsewhere",
         "GET",
         script,
         {{"Sec-Fetch-Site", "cross-site"}, {"Authorization", "Bearer rck_x"}},
         403},
        {"unknown word", "GET", anyone, {{"Sec-Fetch-Site", "trust-me"}}, 403},
        {"said twice", "GET", anyone, {{"Sec-Fetch-Site", "none"}, {"Sec-Fetch-Site", "cross-site"}}, 403},
        {"redirect from the provider", "GET", landing, navigation, 0},
        {"link to the dashboard", "GET", home, navigation, 0},
        {"link to a closed page", "GET", dashboard, navigation, 403},
        {"frame",
         "GET",
         landing,
         {{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "navigate"}, {"Sec-Fetch-Dest", "iframe"}},
         403},
        {"fetch",
         "GET",
         landing,
         {{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Mode", "cors"}, {"Sec-Fetch-Dest", "empty"}},
         403},
        {"form from elsewhere", "POST", landing, navigation, 403},
    });
}

TEST(Guards, ChangeNothingForABrowserThatDoesNotSayWhereItIs) {
    expect_judged({
        {"silent post", "POST", dashboard, {}, 403},
        {"silent delete", "DELETE", dashboard, {}, 403},
        {"silent post of a program", "POST", script, {}, 0},
        {"silent post to the practice token endpoint", "POST", practice, {}, 0},
        {"typed post", "POST", dashboard, {{"Sec-Fetch-Site", "none"}}, 403},
        {"own post", "POST", dashboard, {{"Sec-Fetch-Site", "same-origin"}}, 0},
        {"silent get", "GET", dashboard, {}, 0},
        {"silent head", "HEAD", dashboard, {}, 0},
    });
}

TEST(Guards, KeepTheDashboardForThePersonAtThisComputer) {
    const Fields host{{"Host", "localhost:3000"}};
    EXPECT_EQ(judged(from_tcp("GET", host, false), dashboard), 403);
    EXPECT_EQ(judged(from_tcp("GET", host, true), dashboard), 0);
    EXPECT_EQ(judged(from_tcp("GET", host, false), anyone), 0);
    EXPECT_EQ(judged(from_tcp("GET", host, false), script), 0);
}

TEST(Guards, AskForThePeersUserOnlyWhereItDecides) {
    Request request = from_tcp("GET", {{"Host", "localhost:3000"}});
    int asked = 0;
    request.peer.same_user = [&asked] { return ++asked > 0; };
    judged(request, script);
    judged(request, anyone);
    EXPECT_EQ(asked, 0);
    judged(request, dashboard);
    EXPECT_EQ(asked, 1);
}

TEST(Guards, TrustTheUnixSocketOfTheSameUser) {
    Request request;
    request.method = "POST";
    request.headers = {{"Host", "anything"}, {"Origin", "http://evil.example"}};
    request.peer = {Peer::Kind::unix_socket, [] { return true; }};
    for (const auto& traits : {anyone, dashboard, script, practice}) EXPECT_EQ(judged(request, traits), 0);
    request.peer.same_user = [] { return false; };
    for (const auto& traits : {anyone, dashboard, script, practice}) EXPECT_EQ(judged(request, traits), 403);
}

TEST(Guards, LetTheProcessItselfPass) {
    Request request;
    request.method = "DELETE";
    EXPECT_EQ(judged(request, dashboard), 0);
}

TEST(Guards, SayWhyAndEchoNothing) {
    Request request = from_tcp("GET", {{"Host", "<script>evil.example"}});
    auto refused = refuse(request, anyone, names);
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->headers.find("Content-Type"), "text/plain; charset=utf-8");
    EXPECT_NE(refused->body.find("E504"), std::string::npos);
    EXPECT_EQ(refused->body.find("evil"), std::string::npos);

    request.path = "/api/v1/token/twitch";
    refused = refuse(request, script, names);
    ASSERT_TRUE(refused);
    EXPECT_EQ(refused->headers.find("Content-Type"), "application/problem+json");
    EXPECT_EQ(error_from_problem(*refused).code, "E504");
    EXPECT_EQ(refused->body.find("evil"), std::string::npos);
}

TEST(Guards, ShowABrowserAPage) {
    const ErrorPage page = [](const Error& error, int status) { return html(status, "<h1>" + error.code); };
    const auto body = [&](Fields headers, const std::string& path = "/page") {
        headers.add("Host", "evil.example");
        auto request = from_tcp("GET", std::move(headers));
        request.path = path;
        return refuse(request, anyone, names, page)->body;
    };
    const std::string accept = "text/html,application/xhtml+xml,*/*;q=0.8";
    EXPECT_EQ(body({{"Accept", accept}}), "<h1>E504");
    EXPECT_EQ(body({{"Accept", accept}, {"Sec-Fetch-Dest", "document"}}), "<h1>E504");
    EXPECT_TRUE(body({{"Accept", accept}, {"Sec-Fetch-Dest", "iframe"}}).starts_with("E504 "));
    EXPECT_TRUE(body({{"Accept", "*/*"}, {"Sec-Fetch-Dest", "document"}}).starts_with("E504 "));
    EXPECT_TRUE(body({}).starts_with("E504 "));
    EXPECT_TRUE(body({{"Accept", accept}}, "/api/v1/accounts").starts_with("{"));
    EXPECT_TRUE(body({{"Accept", accept}}, "/api").starts_with("{"));
}

}  // namespace
}  // namespace roadcase::server
