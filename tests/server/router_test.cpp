#include "server/router.h"

#include <gtest/gtest.h>

namespace roadcase::server {
namespace {

RouteHandler says(const std::string& name) {
    return [name](const Request&, const PathValues& values) {
        std::string body = name;
        for (const auto& [key, value] : values) body += " " + key + "=" + value;
        return text(200, body);
    };
}

Router make_router() {
    Router router;
    const auto add = [&](const std::string& method, const std::string& pattern, RouteTraits traits = {}) {
        router.on(method, pattern, traits, says(method + " " + pattern));
    };
    add("GET", "/");
    add("GET", "/auth");
    add("GET", "/auth/{name}");
    add("GET", "/auth/again", {RouteTraits::Caller::dashboard, true});
    add("GET", "/api/v1/token/{account*}", {RouteTraits::Caller::script});
    add("POST", "/api/v1/token/{account*}/reject", {RouteTraits::Caller::script});
    add("GET", "/api/v1/accounts/{account*}");
    add("PATCH", "/api/v1/accounts/{account*}");
    add("DELETE", "/api/v1/accounts/{account*}");
    return router;
}

TEST(Router, FindsTheClosestRoute) {
    const struct {
        std::string method, path, answer;
    } table[] = {
        {"GET", "/", "GET /"},
        {"HEAD", "/", "GET /"},
        {"GET", "/auth", "GET /auth"},
        {"GET", "/auth/twitch", "GET /auth/{name} name=twitch"},
        {"GET", "/auth/again", "GET /auth/again"},
        {"GET", "/api/v1/token/twitch", "GET /api/v1/token/{account*} account=twitch"},
        {"GET", "/api/v1/token/twitch/bot", "GET /api/v1/token/{account*} account=twitch/bot"},
        {"GET", "/api/v1/token/a/b/c", "GET /api/v1/token/{account*} account=a/b/c"},
        {"POST", "/api/v1/token/twitch/reject", "POST /api/v1/token/{account*}/reject account=twitch"},
        {"POST", "/api/v1/token/a/b/c/reject", "POST /api/v1/token/{account*}/reject account=a/b/c"},
        {"PATCH", "/api/v1/accounts/twitch/bot", "PATCH /api/v1/accounts/{account*} account=twitch/bot"},
        {"DELETE", "/api/v1/accounts/twitch", "DELETE /api/v1/accounts/{account*} account=twitch"},
    };
    const Router router = make_router();
    for (const auto& row : table) {
        const auto match = router.match(row.method, row.path);
        ASSERT_NE(match.handler, nullptr) << row.path;
        ASSERT_NE(match.traits, nullptr) << row.path;
        EXPECT_EQ((*match.handler)({}, match.values).body, row.answer) << row.path;
        EXPECT_EQ(match.allow, "") << row.path;
    }
}

TEST(Router, NamesItsRoutes) {
    const auto names = make_router().names();
    EXPECT_EQ(names.front(), "GET /");
    EXPECT_EQ(names.back(), "DELETE /api/v1/accounts/{account*}");
}

TEST(Router, KnowsNothingElse) {
    const Router router = make_router();
    for (const std::string path :
         {"", "auth", "/nothing", "/auth/", "/auth/a/b", "/AUTH", "/api/v1/token", "/api/v1/token/",
          "/api/v1/token/a/b/c/d", "/api/v1/token/a//b", "/auth/again/"}) {
        const auto match = router.match("GET", path);
        EXPECT_EQ(match.handler, nullptr) << path;
        EXPECT_EQ(match.traits, nullptr) << path;
        EXPECT_EQ(match.allow, "") << path;
    }
}

TEST(Router, NamesTheMethodsOfAPath) {
    const Router router = make_router();
    EXPECT_EQ(router.match("POST", "/auth").allow, "GET, HEAD");
    EXPECT_EQ(router.match("POST", "/api/v1/accounts/twitch").allow, "GET, HEAD, PATCH, DELETE");
    // The closest pattern decides before the method does: "reject" is no account.
    const auto rejected = router.match("GET", "/api/v1/token/twitch/reject");
    EXPECT_EQ(rejected.handler, nullptr);
    EXPECT_EQ(rejected.allow, "POST");
    ASSERT_NE(rejected.traits, nullptr);
    EXPECT_EQ(rejected.traits->caller, RouteTraits::Caller::script);
}

TEST(Router, GivesTheTraitsOfTheRoute) {
    const Router router = make_router();
    EXPECT_TRUE(router.match("GET", "/auth/again").traits->cross_site_navigation);
    EXPECT_FALSE(router.match("GET", "/auth/other").traits->cross_site_navigation);
}

}  // namespace
}  // namespace roadcase::server
