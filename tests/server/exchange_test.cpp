#include "server/exchange.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "web/style.h"

namespace roadcase::server {
namespace {

using testing::ElementsAre;

TEST(Exchange, ReadsCookies) {
    Request request;
    request.headers = {{"Cookie", "a=1; flow_x=one;b=; broken ; =empty"}, {"cookie", "flow_y=two=2; a=3"}};
    EXPECT_EQ(request.cookie("a"), "1");
    EXPECT_EQ(request.cookie("b"), "");
    EXPECT_EQ(request.cookie("flow_y"), "two=2");
    EXPECT_EQ(request.cookie("broken"), std::nullopt);
    EXPECT_EQ(request.cookie("A"), std::nullopt);
    EXPECT_THAT(request.cookies_with_prefix("flow_"), ElementsAre("one", "two=2"));
    EXPECT_THAT(Request{}.cookies_with_prefix(""), ElementsAre());
}

TEST(Exchange, LaterIsNoAnswer) {
    EXPECT_TRUE(is_later(later()));
    EXPECT_FALSE(is_later(text(200, "")));
    EXPECT_FALSE(is_later(Response{}));
}

TEST(Exchange, MakesTypedAnswers) {
    EXPECT_EQ(json(201, {{"b", 1}, {"a", 2}}).body, R"({"b":1,"a":2})");
    EXPECT_EQ(json(201, {}).status, 201);
    EXPECT_EQ(json(200, {}).headers.find("Content-Type"), "application/json");
    EXPECT_EQ(html(200, "x").headers.find("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(text(200, "x").headers.find("Content-Type"), "text/plain; charset=utf-8");
    EXPECT_EQ(redirect(303, "/done/1").headers.find("Location"), "/done/1");
    EXPECT_EQ(redirect(307, "/").status, 307);
}

Error full_error() {
    Error error =
        make_error(ErrorKind::needs_authorization, "E401", "Sign in again.", "Removed.", "Reconnect.");
    error.account = "twitch/bot";
    error.action_url = "http://localhost:3000/auth/twitch";
    error.retry_after = std::chrono::seconds(7);
    return error;
}

TEST(Exchange, WritesProblemsInOrder) {
    const Response response = problem(full_error(), "/api/v1/token/twitch");
    EXPECT_EQ(response.status, 409);
    EXPECT_EQ(response.headers.find("Content-Type"), "application/problem+json");
    EXPECT_EQ(response.headers.find("Retry-After"), "7");
    EXPECT_EQ(response.body,
              R"({"type":"urn:roadcase:problem:needs-authorization","title":"Sign in again.","status":409,)"
              R"("detail":"Removed.","instance":"/api/v1/token/twitch","code":"E401","next":"Reconnect.",)"
              R"("account":"twitch/bot","action_url":"http://localhost:3000/auth/twitch","retry_after":7,)"
              R"("help":"/help/E401"})");
}

TEST(Exchange, LeavesOutWhatAProblemDoesNotSay) {
    const Response response = problem(make_error(ErrorKind::unauthorized_key, "", "Key."), {});
    EXPECT_EQ(response.body, R"({"type":"urn:roadcase:problem:bad-key","title":"Key.","status":401})");
    EXPECT_EQ(response.headers.find("WWW-Authenticate"), "Bearer");
    EXPECT_EQ(problem(full_error(), {}, 422).status, 422);
    EXPECT_EQ(problem(full_error()).headers.find("WWW-Authenticate"), std::nullopt);
}

TEST(Exchange, ReadsItsProblemsBack) {
    const Error error = error_from_problem(problem(full_error(), "/x"));
    EXPECT_EQ(error.kind, ErrorKind::needs_authorization);
    EXPECT_EQ(error.one_line(), full_error().one_line());
    EXPECT_EQ(error.account, "twitch/bot");
    EXPECT_EQ(error.action_url, "http://localhost:3000/auth/twitch");
    EXPECT_EQ(error.retry_after, std::chrono::seconds(7));
}

TEST(Exchange, MakesSenseOfNonsense) {
    const struct {
        int status;
        std::string body;
        ErrorKind kind;
    } table[] = {
        {500, "", ErrorKind::internal},
        {503, "<html>", ErrorKind::unavailable},
        {404, "[]", ErrorKind::not_found},
        {418, "{", ErrorKind::invalid_request},
        {403, R"({"type":7,"title":[],"retry_after":-1})", ErrorKind::denied},
        {401, R"({"type":"about:blank"})", ErrorKind::unauthorized_key},
        {409, R"({"type":"urn:roadcase:problem:"})", ErrorKind::internal},
        {200, R"({"type":"urn:roadcase:problem:timeout","retry_after":1e99})", ErrorKind::timeout},
    };
    for (const auto& row : table) {
        const Error error = error_from_problem({row.status, {}, row.body});
        EXPECT_EQ(error.kind, row.kind) << row.body;
        EXPECT_EQ(error.title, "The server answered with status " + std::to_string(row.status) + ".");
        EXPECT_EQ(error.retry_after, std::nullopt) << row.body;
    }
    const Response endless{503, {}, R"({"retry_after":18446744073709551615})"};
    EXPECT_EQ(error_from_problem(endless).retry_after, std::chrono::seconds(86'400));
}

TEST(Exchange, RefusesInTheFormOfThePath) {
    const Error error = make_error(ErrorKind::denied, "E504", "Wrong host.");
    EXPECT_EQ(refusal("/api/v1/x", error).headers.find("Content-Type"), "application/problem+json");
    EXPECT_EQ(refusal("/apis", error).headers.find("Content-Type"), "text/plain; charset=utf-8");
    EXPECT_EQ(refusal("/", error).body, "E504 Wrong host.\n");
    EXPECT_EQ(refusal("/", error).status, 403);
    EXPECT_EQ(refusal("/", error, 431).status, 431);
}

TEST(Exchange, GivesEveryAnswerItsHeaders) {
    Response response = html(200, "");
    response.headers.set("Cache-Control", "max-age=60");
    add_common_headers(response);
    EXPECT_EQ(response.headers.find("Cache-Control"), "max-age=60");
    EXPECT_EQ(response.headers.count("Cache-Control"), 1U);
    EXPECT_EQ(response.headers.find("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(response.headers.find("Referrer-Policy"), "no-referrer");
    EXPECT_EQ(response.headers.find("Cross-Origin-Resource-Policy"), "same-origin");
    EXPECT_EQ(response.headers.find("X-Frame-Options"), "DENY");
    EXPECT_EQ(response.headers.find("Content-Security-Policy"),
              "default-src 'none'; script-src 'self'; style-src " + web::style_source() +
                  "; img-src 'self' data:; connect-src 'self'; font-src 'none'; object-src 'none'; "
                  "base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
                  "require-trusted-types-for 'script'; trusted-types rc");
}

}  // namespace
}  // namespace roadcase::server
