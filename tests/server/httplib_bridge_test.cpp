#include "server/httplib_bridge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

namespace roadcase::server {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string answer_to(const Request& request, const Handler& handler, bool close = false) {
    return HttplibBridge().answer(request, handler, close).bytes;
}

std::string answer_of(Response response, bool close = false) {
    return answer_to(
        {}, [&](const Request&) { return response; }, close);
}

std::string body_of(const std::string& bytes) {
    return bytes.substr(bytes.find("\r\n\r\n") + 4);
}

TEST(HttplibBridge, WritesTheAnswer) {
    const std::string bytes =
        answer_of({201, {{"Content-Type", "a/b"}, {"Set-Cookie", "x"}, {"Set-Cookie", "y"}}, "hi"});
    EXPECT_THAT(bytes, StartsWith("HTTP/1.1 201 Created\r\n"));
    for (const char* field : {"Content-Type: a/b\r\n", "Set-Cookie: x\r\n", "Set-Cookie: y\r\n",
                              "Content-Length: 2\r\n", "Cache-Control: no-store\r\n"})
        EXPECT_THAT(bytes, HasSubstr(field));
    EXPECT_EQ(body_of(bytes), "hi");
    for (const char* field : {"Server:", "Keep-Alive:", "Connection:", "Accept-Ranges:"})
        EXPECT_THAT(bytes, Not(HasSubstr(field)));
}

TEST(HttplibBridge, AnnouncesTheEndOfTheConnection) {
    EXPECT_THAT(answer_of(text(200, ""), true), HasSubstr("\r\nConnection: close\r\n"));
    EXPECT_THAT(answer_of(text(500, ""), false), Not(HasSubstr("Connection:")));
}

TEST(HttplibBridge, GivesTheHandlerOurRequestUntouched) {
    Request request;
    request.method = "POST";
    request.path = "/a";
    request.raw_query = "code=abc==";
    request.headers = {
        {"Host", "h"}, {"X-Odd", "%0d%0aX: y"}, {"Range", "bytes=0-1"}, {"Expect", "100-continue"}};
    request.body = "{\"a\":1}";
    const Request* seen = nullptr;
    const std::string bytes = answer_to(request, [&](const Request& given) {
        seen = &given;
        return text(200, given.body);
    });
    EXPECT_EQ(seen, &request);
    EXPECT_THAT(bytes, StartsWith("HTTP/1.1 200 OK\r\n"));
    EXPECT_EQ(body_of(bytes), request.body);
}

TEST(HttplibBridge, SendsNoBodyForHead) {
    Request request;
    request.method = "HEAD";
    const std::string bytes = answer_to(request, [](const Request&) { return text(200, "hello"); });
    EXPECT_THAT(bytes, HasSubstr("Content-Length: 5\r\n"));
    EXPECT_EQ(body_of(bytes), "");
}

TEST(HttplibBridge, FramesTheAnswerItself) {
    const std::string bytes = answer_of(
        {200, {{"content-length", "999"}, {"Transfer-Encoding", "chunked"}, {"Connection", "x"}}, "hi"});
    EXPECT_THAT(bytes, HasSubstr("Content-Length: 2\r\n"));
    EXPECT_THAT(bytes, Not(HasSubstr("999")));
    EXPECT_THAT(bytes, Not(HasSubstr("chunked")));
    EXPECT_THAT(bytes, Not(HasSubstr("Connection")));
    EXPECT_THAT(answer_of({204, {}, ""}), Not(HasSubstr("Content-Length")));
    EXPECT_THAT(answer_of({304, {{"ETag", "\"t\""}}, ""}), Not(HasSubstr("Content-Length")));
}

TEST(HttplibBridge, TurnsBugsInto500WithoutAWord) {
    const Response bugs[] = {
        {200, {{"X", "a\r\nSet-Cookie: evil=1"}}, "planted"},
        {200, {{"X", "a\nb"}}, "planted"},
        {200, {{"X", std::string("a\0b", 3)}}, "planted"},
        {200, {{"X\r\nY", "planted"}}, ""},
        {200, {{"", "planted"}}, ""},
        {0, {}, "planted"},
        {101, {}, "planted"},
        {600, {}, "planted"},
    };
    for (const auto& response : bugs) {
        const std::string bytes = answer_of(response);
        EXPECT_THAT(bytes, StartsWith("HTTP/1.1 500 Internal Server Error\r\n"));
        EXPECT_THAT(bytes, HasSubstr("Content-Security-Policy: "));
        EXPECT_THAT(bytes, Not(HasSubstr("planted")));
        EXPECT_THAT(bytes, Not(HasSubstr("evil")));
    }
}

TEST(HttplibBridge, NeverShowsAnException) {
    const Handler handlers[] = {
        [](const Request&) -> Response { throw std::runtime_error("planted"); },
        [](const Request&) -> Response { throw 7; },
    };
    for (const auto& handler : handlers) {
        const std::string bytes = answer_to({}, handler);
        EXPECT_THAT(bytes, StartsWith("HTTP/1.1 500 Internal Server Error\r\n"));
        EXPECT_THAT(bytes, HasSubstr("Content-Security-Policy: "));
        EXPECT_THAT(bytes, HasSubstr("Roadcase made a mistake."));
        EXPECT_THAT(bytes, Not(HasSubstr("EXCEPTION_WHAT")));
        EXPECT_THAT(bytes, Not(HasSubstr("planted")));
    }
}

TEST(HttplibBridge, PassesLaterOn) {
    const auto answer = HttplibBridge().answer(
        {}, [](const Request&) { return later(); }, false);
    EXPECT_TRUE(answer.later);
    EXPECT_EQ(answer.bytes, "");
}

}  // namespace
}  // namespace roadcase::server
