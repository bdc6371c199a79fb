#include "server/http1.h"

#include <gtest/gtest.h>

#include <vector>

namespace roadcase::server {
namespace {

using State = Framing::State;

Framing frame(std::string_view bytes) {
    return frame_request(bytes, FrontLimits{});
}

std::string get(const std::string& target) {
    return "GET " + target + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}
std::string with_fields(const std::string& fields) {
    return "GET / HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n";
}
std::string post(const std::string& fields, const std::string& body = "") {
    return "POST / HTTP/1.1\r\nHost: localhost\r\n" + fields + "\r\n" + body;
}

std::string repeat(std::size_t count, const std::string& text) {
    std::string all;
    for (std::size_t i = 0; i < count; ++i) all += text;
    return all;
}

struct Refused {
    std::string name;
    std::string bytes;
    int status;
};

std::vector<Refused> refused_requests() {
    const FrontLimits limits;
    const std::string long_line(limits.max_line, 'a');
    return {
        {"tls", "\x16\x03\x01\x02", 400},
        {"garbage", "lorem ipsum", 400},
        {"empty line first", "\r\nGET / HTTP/1.1\r\n", 400},
        {"no version", "GET /\r\n", 400},
        {"two blanks", "GET  / HTTP/1.1\r\n", 400},
        {"three words more", "GET / HTTP/1.1 x\r\n", 400},
        {"lower case method", "get / HTTP/1.1\r\n", 400},
        {"method no token", "GE(T / HTTP/1.1\r\n", 400},
        {"bare line feed", "GET / HTTP/1.1\nHost: x\n\n", 400},
        {"bare carriage return", "GET / HTTP/1.1\r\nHost: x\rY: z\r\n\r\n", 400},
        {"unknown method", "BREW / HTTP/1.1\r\n", 501},
        {"put", "PUT / HTTP/1.1\r\n", 405},
        {"options", "OPTIONS * HTTP/1.1\r\n", 400},
        {"trace", "TRACE / HTTP/1.1\r\n", 405},
        {"connect", "CONNECT localhost:3000 HTTP/1.1\r\n", 405},
        {"http 2", "GET / HTTP/2.0\r\n", 505},
        {"http 1.2", "GET / HTTP/1.2\r\n", 505},
        {"no http", "GET / HTTQ/1.1\r\n", 400},
        {"absolute form", get("http://evil.example/"), 400},
        {"asterisk", get("*"), 400},
        {"fragment", get("/a#b"), 400},
        {"beyond ascii", get("/\xc3\xa9"), 400},
        {"broken escape", get("/%zz"), 400},
        {"cut escape", get("/%4"), 400},
        {"nul", get("/%00"), 400},
        {"escaped line end", get("/%0d%0a"), 400},
        {"escaped slash", get("/a%2Fb"), 400},
        {"escaped slash, small", get("/a%2fb"), 400},
        {"backslash", get("/a%5Cb"), 400},
        {"broken utf-8", get("/%ff"), 400},
        {"empty segment", get("/a//b"), 400},
        {"empty first segment", get("//evil.example"), 400},
        {"dot", get("/./a"), 400},
        {"dot dot", get("/a/.."), 400},
        {"escaped dot dot", get("/a/%2e%2E/b"), 400},
        {"broken escape in query", get("/?a=%g0"), 400},
        {"nul in query", get("/?a=%00"), 400},
        {"long target", get("/" + long_line), 414},
        {"endless target", "GET /" + long_line, 414},
        {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
        {"no host, http 1.0", "GET / HTTP/1.0\r\n\r\n", 400},
        {"two hosts", with_fields("Host: localhost\r\n"), 400},
        {"two hosts, other case", with_fields("hOST: evil.example\r\n"), 400},
        {"blank before colon", with_fields("A : b\r\n"), 400},
        {"blank before name", with_fields(" A: b\r\n"), 400},
        {"folded line", with_fields("A: b\r\n c\r\n"), 400},
        {"no colon", with_fields("A\r\n"), 400},
        {"no name", with_fields(": b\r\n"), 400},
        {"nul in value", with_fields(std::string("A: b\0c\r\n", 8)), 400},
        {"escape in value", with_fields("A: b\x1b[0m\r\n"), 400},
        {"long field", with_fields("A: " + long_line + "\r\n"), 431},
        {"long head", with_fields(repeat(3, "A: " + std::string(3000, 'a') + "\r\n")), 431},
        {"many fields", with_fields(repeat(64, "A: b\r\n")), 431},
        {"chunked", post("Transfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
        {"chunked and length", post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n"), 400},
        {"identity transfer", post("Transfer-Encoding: identity\r\nContent-Length: 0\r\n"), 400},
        {"gzip body", post("Content-Encoding: gzip\r\nContent-Length: 1\r\n", "x"), 415},
        {"expect", post("Expect: 100-continue\r\nContent-Length: 1\r\n"), 417},
        {"websocket", with_fields("Connection: Upgrade\r\nUpgrade: websocket\r\n"), 400},
        {"post without length", post(""), 411},
        {"signed length", post("Content-Length: +1\r\n", "x"), 400},
        {"negative length", post("Content-Length: -1\r\n", "x"), 400},
        {"hexadecimal length", post("Content-Length: 0x1\r\n", "x"), 400},
        {"empty length", post("Content-Length: \r\n"), 400},
        {"list of lengths", post("Content-Length: 1, 1\r\n", "x"), 400},
        {"two lengths", post("Content-Length: 1\r\nContent-Length: 1\r\n", "x"), 400},
        {"two lengths that differ", post("Content-Length: 1\r\ncontent-length: 2\r\n", "x"), 400},
        {"body too long", post("Content-Length: 16385\r\n"), 413},
        {"length beyond numbers", post("Content-Length: 99999999999999999999999999\r\n"), 413},
        {"get with a body", with_fields("Content-Length: 4\r\n") + "GET ", 400},
    };
}

TEST(FrameRequest, RefusesWhatIsNotPlain) {
    for (const auto& [name, bytes, status] : refused_requests()) {
        const Framing framing = frame(bytes);
        EXPECT_EQ(framing.state, State::refused) << name;
        EXPECT_EQ(framing.status, status) << name;
        EXPECT_FALSE(framing.keep_alive) << name;
    }
}

std::vector<std::string> good_requests() {
    return {get("/"),
            get("/auth/twitch?client=a%20b&x=1=="),
            with_fields("Cookie: a=\xc3\xa9\r\nX-Odd: \t a\tb \t\r\nEmpty:\r\n"),
            post("Content-Length: 5\r\n", "hello"),
            post("Content-Length: 0\r\n"),
            "HEAD /healthz HTTP/1.0\r\nHost: localhost:3000\r\n\r\n",
            "PATCH /api/v1/accounts/twitch HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}",
            "DELETE /api/v1/accounts/twitch/sub:1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"};
}

std::string summary(const Framing& framing) {
    std::string text = std::to_string(static_cast<int>(framing.state)) + " " +
                       std::to_string(framing.status) + " " + std::to_string(framing.consumed) + " " +
                       std::to_string(framing.keep_alive);
    if (framing.state != State::complete) return text;
    text += framing.request.method + framing.request.path + framing.request.raw_query + framing.request.body;
    for (const auto& [name, value] : framing.request.headers) text += name + ":" + value + "\n";
    return text;
}

/// What a connection sees that gets `bytes` one by one.
Framing drip(const std::string& bytes) {
    for (std::size_t size = 0; size <= bytes.size(); ++size) {
        Framing framing = frame(std::string_view(bytes).substr(0, size));
        if (framing.state != State::incomplete) return framing;
    }
    return {};
}

TEST(FrameRequest, SaysTheSameHoweverTheBytesArrive) {
    for (const auto& bytes : good_requests()) {
        ASSERT_EQ(frame(bytes).state, State::complete) << bytes;
        EXPECT_EQ(summary(drip(bytes)), summary(frame(bytes))) << bytes;
        EXPECT_EQ(summary(frame(bytes + "GET / HTTP/1.1\r\n")), summary(frame(bytes))) << bytes;
    }
    for (const auto& refused : refused_requests())
        EXPECT_EQ(summary(drip(refused.bytes)), summary(frame(refused.bytes))) << refused.name;
}

TEST(FrameRequest, TakesExactlyOneRequest) {
    const std::string first = post("Content-Length: 5\r\n", "hello");
    const Framing framing = frame(first + get("/next"));
    ASSERT_EQ(framing.state, State::complete);
    EXPECT_EQ(framing.consumed, first.size());
    EXPECT_EQ(framing.request.body, "hello");
    EXPECT_EQ(frame(std::string_view(first).substr(0, first.size() - 1)).state, State::incomplete);
}

TEST(FrameRequest, DecodesThePathOnceAndTheQueryByItself) {
    const Framing framing = frame(get("/a%252e%20b+c?code=abc==&x=%2B+y"));
    ASSERT_EQ(framing.state, State::complete);
    EXPECT_EQ(framing.request.path, "/a%2e b+c");
    EXPECT_EQ(framing.request.raw_query, "code=abc==&x=%2B+y");
    EXPECT_EQ(framing.request.query.get("code"), "abc==");
    EXPECT_EQ(framing.request.query.get("x"), "+ y");
}

TEST(FrameRequest, LeavesFieldValuesAsSent) {
    const Framing framing = frame(with_fields("X-API-Key: a%0d%0ab\r\nX-Blank: \t a b \r\n"));
    ASSERT_EQ(framing.state, State::complete);
    EXPECT_EQ(framing.request.headers.find("x-api-key"), "a%0d%0ab");
    EXPECT_EQ(framing.request.headers.find("X-Blank"), "a b");
}

TEST(FrameRequest, KeepsAliveWhatMayBeKept) {
    const struct {
        std::string bytes;
        bool keep_alive;
    } table[] = {
        {get("/"), true},
        {with_fields("Connection: keep-alive\r\n"), true},
        {with_fields("Connection: close\r\n"), false},
        {with_fields("Connection: TE, Close\r\n"), false},
        {with_fields("Connection: TE\r\nConnection: close\r\n"), false},
        {with_fields("Connection: closed\r\n"), true},
        {"GET / HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\n\r\n", false},
    };
    for (const auto& row : table) {
        EXPECT_EQ(frame(row.bytes).state, State::complete) << row.bytes;
        EXPECT_EQ(frame(row.bytes).keep_alive, row.keep_alive) << row.bytes;
    }
}

TEST(FrameRequest, PassesOverAnOfferOfHttp2) {
    EXPECT_EQ(frame(with_fields("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n")).state,
              State::complete);
}

TEST(FrameRequest, AllowsWhatReachesItsLimitsExactly) {
    FrontLimits limits;
    limits.max_line = 64;
    limits.max_head = 100;
    limits.max_headers = 3;
    limits.max_body = 4;
    const auto state = [&](const std::string& bytes) { return frame_request(bytes, limits).state; };

    // The line counts with its CR, without its LF.
    const std::string longest(64 - std::string("GET / HTTP/1.1\r").size(), 'a');
    EXPECT_EQ(state(get("/" + longest)), State::complete);
    EXPECT_EQ(state(get("/" + longest + "a")), State::refused);

    const std::string shortest = with_fields("A: \r\nB: \r\n");
    const std::string padding(100 - shortest.size(), 'a');
    EXPECT_EQ(state(with_fields("A: " + padding + "\r\nB: \r\n")), State::complete);
    EXPECT_EQ(state(with_fields("A: " + padding + "a\r\nB: \r\n")), State::refused);

    EXPECT_EQ(state(with_fields("A: b\r\nA: b\r\n")), State::complete);
    EXPECT_EQ(state(with_fields("A: b\r\nA: b\r\nA: b\r\n")), State::refused);

    EXPECT_EQ(state(post("Content-Length: 4\r\n", "body")), State::complete);
    EXPECT_EQ(state(post("Content-Length: 5\r\n", "bodys")), State::refused);
}

TEST(FrameRequest, TellsTheRefusedPathForTheFormOfTheAnswer) {
    const Framing framing = frame("POST /api/v1/accounts HTTP/1.1\r\nHost: x\r\n\r\n");
    EXPECT_EQ(framing.status, 411);
    EXPECT_EQ(framing.request.path, "/api/v1/accounts");
}

}  // namespace
}  // namespace roadcase::server
