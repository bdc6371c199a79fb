#include "http/transport.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "http/loopback_server.h"

namespace roadcase::http {
namespace {

using test::LoopbackServer;
using test::Peer;
using testing::HasSubstr;
using testing::Not;

TransportLimits small_limits() {
    return {.deadline = milliseconds{10'000}, .max_head = 2048, .max_body = 1000, .ca_file = ""};
}

Result<Response> get(const LoopbackServer& server, TransportLimits limits = small_limits(),
                     const std::string& method = "GET") {
    const auto transport = make_transport(std::move(limits));
    return transport->send({method, "http://127.0.0.1:" + server.port() + "/path?secret=hunter2", {}, ""});
}

Result<Response> answer(const std::string& text, const std::string& method = "GET") {
    const LoopbackServer server(text);
    return get(server, small_limits(), method);
}

/// Kind, code, the words, and that nothing of the request is among them.
void expect_unavailable(const Result<Response>& result, const std::string& why,
                        std::string_view code = "E404") {
    ASSERT_FALSE(result) << result->status;
    EXPECT_EQ(result.error().kind, ErrorKind::unavailable);
    EXPECT_EQ(result.error().code, code);
    EXPECT_THAT(result.error().title, HasSubstr("127.0.0.1"));
    EXPECT_THAT(result.error().detail, HasSubstr(why));
    EXPECT_THAT(result.error().one_line(), Not(HasSubstr("path")));
    EXPECT_THAT(result.error().one_line(), Not(HasSubstr("hunter2")));
}

/// An answer came, and it is of no use.
void expect_unusable(const Result<Response>& result, const std::string& why) {
    expect_unavailable(result, why, "E305");
}

TEST(Transport, SendsWhatItIsGiven) {
    const LoopbackServer server("HTTP/1.1 201 Created\r\nContent-Length: 5\r\nX-A: %41\r\n\r\nhello");
    const auto transport = make_transport(small_limits());
    const auto response = transport->send({"POST",
                                           "http://localhost:" + server.port() + "/to%20ken?a=b+c,d'%C3%A9",
                                           {{"Content-Type", "application/x-www-form-urlencoded"},
                                            {"Authorization", "Basic YTpi"},
                                            {"Host", "evil.example"},
                                            {"Content-Length", "3"},
                                            {"Transfer-Encoding", "chunked"},
                                            {"Accept-Encoding", "gzip"}},
                                           "grant_type=refresh_token"});
    ASSERT_TRUE(response) << response.error().one_line();
    EXPECT_EQ(response->status, 201);
    EXPECT_EQ(response->body, "hello");
    EXPECT_EQ(response->headers.find("X-A"), "%41");

    ASSERT_EQ(server.requests().size(), 1u);
    const auto request = server.requests()[0];
    EXPECT_THAT(request, testing::StartsWith("POST /to%20ken?a=b+c,d'%C3%A9 HTTP/1.1\r\n"));
    EXPECT_THAT(request, testing::EndsWith("\r\n\r\ngrant_type=refresh_token"));
    for (const auto& line :
         {std::string("Host: localhost:") + server.port(), std::string("Connection: close"),
          std::string("Accept-Encoding: identity"), std::string("Content-Length: 24"),
          std::string("Content-Type: application/x-www-form-urlencoded"),
          std::string("Authorization: Basic YTpi"), std::string("User-Agent: roadcase/")})
        EXPECT_THAT(request, HasSubstr("\r\n" + line)) << line;
    for (const auto* line : {"evil.example", "chunked", "gzip", "Content-Length: 3\r\n", "Expect"})
        EXPECT_THAT(request, Not(HasSubstr(line)));
}

TEST(Transport, AnyStatusIsAnAnswer) {
    for (const int status : {200, 204, 304, 400, 401, 404, 418, 429, 500, 503}) {
        const auto response = answer("HTTP/1.1 " + std::to_string(status) + " X\r\nRetry-After: 7\r\n\r\n");
        ASSERT_TRUE(response) << status << response.error().one_line();
        EXPECT_EQ(response->status, status);
        EXPECT_EQ(response->headers.find("retry-after"), "7");
        EXPECT_EQ(response->body, "");
    }
}

TEST(Transport, EveryWayToSayHowLong) {
    const std::pair<const char*, const char*> table[] = {
        {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", "abc"},
        {"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcdef", "abc"},
        {"HTTP/1.1 200 OK\r\n\r\nuntil the end", "until the end"},
        {"HTTP/1.0 200 OK\r\n\r\nold", "old"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n",
         "abc0123456789"},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", ""},
        {"HTTP/1.1 100 Continue\r\nX: y\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 "
         "OK\r\nContent-Length: 1\r\n\r\nz",
         "z"},
        {"HTTP/1.1 204 None\r\nContent-Length: 3\r\n\r\nabc", ""},
        {"HTTP/1.1 304 Same\r\nContent-Length: 3\r\nETag: x\r\n\r\n", ""},
    };
    for (const auto& [text, body] : table) {
        const auto response = answer(text);
        ASSERT_TRUE(response) << text << response.error().one_line();
        EXPECT_EQ(response->body, body);
    }
    const auto head = answer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n", "HEAD");
    ASSERT_TRUE(head);
    EXPECT_EQ(head->headers.find("Content-Length"), "3");
    EXPECT_TRUE(answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "HEAD"));
}

TEST(Transport, AHalfAnswerIsAnError) {
    for (const auto* text :
         {"", "HTTP/1.1 200 OK", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort", "HTTP/1.1 100 Continue\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabX\r\n0\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffe\r\nab\r\n0\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nab\r\n0\r\n\r\n"}) {
        SCOPED_TRACE(text);
        expect_unavailable(answer(text), "before its answer was whole");
    }
}

TEST(Transport, NonsenseIsAnError) {
    expect_unusable(answer("SSH-2.0-OpenSSH\r\n\r\n"), "It is not HTTP.");
    expect_unusable(answer("HTTP/1.1 200 OK\r\nbad line\r\n\r\n"), "Its head is malformed.");
    expect_unusable(answer("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n"), "It is not HTTP.");
    expect_unusable(answer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
                    "How long");
}

TEST(Transport, ACompressedAnswerIsRefused) {
    for (const auto* encoding : {"gzip", "br", "deflate", "gzip, identity"})
        expect_unusable(
            answer(std::string("HTTP/1.1 200 OK\r\nContent-Encoding: ") + encoding + "\r\n\r\nxx"),
            "compressed");
}

TEST(Transport, ARedirectIsAnAnswerLikeAnyOther) {
    const LoopbackServer elsewhere("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    for (const int status : {301, 302, 303, 307, 308}) {
        const auto location = "http://127.0.0.1:" + elsewhere.port() + "/";
        const auto response = answer("HTTP/1.1 " + std::to_string(status) +
                                     " Moved\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
        ASSERT_TRUE(response);
        EXPECT_EQ(response->status, status);
        EXPECT_EQ(response->headers.find("Location"), location);
    }
    EXPECT_TRUE(elsewhere.requests().empty());
}

TEST(Transport, TheLimitOfTheBodyIsExact) {
    const auto sized = [](std::size_t size) {
        return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n" +
               std::string(size, 'x');
    };
    const auto open_ended = [](std::size_t size) {
        return "HTTP/1.1 200 OK\r\n\r\n" + std::string(size, 'x');
    };
    EXPECT_EQ(answer(sized(1000))->body.size(), 1000u);
    EXPECT_EQ(answer(open_ended(1000))->body.size(), 1000u);
    expect_unusable(answer(sized(1001)), "It is too large.");
    expect_unusable(answer(open_ended(1001)), "It is too large.");
    expect_unusable(answer("HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n"), "It is too large.");
    expect_unusable(
        answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n" + std::string(1024, 'x')),
        "It is too large.");
}

TEST(Transport, EndlessAnswersAreCutOff) {
    const struct {
        const char* start;
        std::string again;
        const char* why;
    } table[] = {
        {"HTTP/1.1 200 ", std::string(100, 'x'), "Its head is too large."},
        {"HTTP/1.1 200 OK\r\n", "X-Header: x\r\n", "Its head is too large."},
        {"HTTP/1.1 200 OK\r\nX: ", std::string(100, 'x'), "Its head is too large."},
        {"", "HTTP/1.1 100 Continue\r\n\r\n", "Its head is too large."},
        {"HTTP/1.1 200 OK\r\n\r\n", std::string(100, 'x'), "It is too large."},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n", "It is too large."},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "00000000", "It is too large."},
    };
    for (const auto& [start, again, why] : table) {
        const LoopbackServer server([&](Peer& peer) {
            peer.receive_request();
            peer.send(start);
            while (peer.send(again)) continue;
        });
        SCOPED_TRACE(start);
        expect_unusable(get(server), why);
    }
}

TEST(Transport, AStallEndsAtTheDeadline) {
    auto limits = small_limits();
    limits.deadline = milliseconds{200};
    for (const auto* start : {"", "HTTP/1.1 200 OK\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"}) {
        const LoopbackServer server([&](Peer& peer) {
            peer.receive_request();
            peer.send(start);
            peer.stall();
        });
        const auto before = std::chrono::steady_clock::now();
        expect_unavailable(get(server, limits), "Its answer took too long.");
        EXPECT_GE(std::chrono::steady_clock::now() - before, milliseconds{200});
    }
}

TEST(Transport, ARequestMayHaveLessTimeAndNeverMore) {
    for (const auto& [own, limit] : {std::pair{milliseconds{200}, milliseconds{60'000}},
                                     std::pair{milliseconds{60'000}, milliseconds{200}}}) {
        const LoopbackServer server([](Peer& peer) {
            peer.receive_request();
            peer.stall();
        });
        auto limits = small_limits();
        limits.deadline = limit;
        http::Request request;
        request.url = "http://127.0.0.1:" + server.port() + "/";
        request.within = own;
        const auto before = std::chrono::steady_clock::now();
        EXPECT_FALSE(make_transport(limits)->send(request));
        EXPECT_LT(std::chrono::steady_clock::now() - before, milliseconds{30'000});
    }
}

TEST(Transport, ATrickleEndsAtTheSameDeadline) {
    auto limits = small_limits();
    limits.deadline = milliseconds{200};
    limits.max_head = 1 << 30;
    const LoopbackServer server([&](Peer& peer) {
        peer.receive_request();
        peer.send("HTTP/1.1 200 OK\r\n");
        // Always one more line, as fast as the client reads: no single wait is ever long.
        while (peer.send("X: y\r\n")) std::this_thread::yield();
    });
    expect_unavailable(get(server, limits), "Its answer took too long.");
}

TEST(Transport, AServerThatDoesNotReadEndsAtTheDeadline) {
    auto limits = small_limits();
    limits.deadline = milliseconds{200};
    std::promise<void> done;
    const LoopbackServer server([&](Peer&) { done.get_future().wait(); });
    const auto transport = make_transport(limits);
    const auto result =
        transport->send({"POST", "http://127.0.0.1:" + server.port() + "/", {}, std::string(64 << 20, 'x')});
    done.set_value();
    expect_unavailable(result, "Sending took too long.");
}

TEST(Transport, NobodyThere) {
    std::string port;
    {
        const LoopbackServer gone("");
        port = gone.port();
    }
    const auto transport = make_transport(small_limits());
    for (const auto* host : {"127.0.0.1", "localhost"}) {
        const auto result =
            transport->send({"GET", std::string("http://") + host + ":" + port + "/", {}, ""});
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().kind, ErrorKind::unavailable);
        EXPECT_EQ(result.error().title, std::string(host) + " is not answering.");
        EXPECT_EQ(result.error().detail, "Connection refused.");
    }
}

TEST(Transport, ANameThatIsNone) {
    // RFC 6761 §6.4: "invalid" never exists; whether a resolver says so or there is none, it ends by the
    // deadline.
    auto limits = small_limits();
    limits.deadline = milliseconds{2000};
    const auto result = make_transport(limits)->send({"GET", "https://roadcase.invalid/", {}, ""});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, "E404");
    EXPECT_EQ(result.error().title, "roadcase.invalid is not answering.");
}

TEST(Transport, PlainHttpStaysOnThisComputer) {
    const auto transport = make_transport(small_limits());
    for (const auto* url :
         {"http://id.example/token", "http://10.0.0.1/", "http://0.0.0.0/", "http://[::]/"}) {
        const auto result = transport->send({"GET", url, {}, ""});
        ASSERT_FALSE(result) << url;
        EXPECT_EQ(result.error().kind, ErrorKind::rejected);
        EXPECT_EQ(result.error().code, "E306");
    }
}

TEST(Transport, NothingCanBeInjected) {
    using std::string_literals::operator""s;
    const LoopbackServer server("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    const auto url = "http://127.0.0.1:" + server.port() + "/";
    const Request requests[] = {
        {"GET", url, {{"X", "a\r\nY: b"}}, ""},
        {"GET", url, {{"X", "a\nb"}}, ""},
        {"GET", url, {{"X", "a\rb"}}, ""},
        {"GET", url, {{"X", "a\0b"s}}, ""},
        {"GET", url, {{"X\r\nY", "a"}}, ""},
        {"GET", url, {{"X Y", "a"}}, ""},
        {"GET", url, {{"", "a"}}, ""},
        {"GET", url, {{"X:", "a"}}, ""},
        {"GET", url, {{"Host", "a\r\nY: b"}}, ""},
        {"GET /x HTTP/1.1\r\nX: y\r\n\r\nGET", url, {}, ""},
        {"", url, {}, ""},
        {"GET", url + "\r\nX: y", {}, ""},
        {"GET", url + " HTTP/1.1\r\nX: y", {}, ""},
        {"GET", url + "\0"s, {}, ""},
        {"GET", "http://u:p@127.0.0.1/", {}, ""},
        {"GET", "ftp://127.0.0.1/", {}, ""},
        {"GET", "/relative", {}, ""},
    };
    const auto transport = make_transport(small_limits());
    for (const auto& request : requests) {
        const auto result = transport->send(request);
        ASSERT_FALSE(result) << request.method << request.url;
        EXPECT_EQ(result.error().kind, ErrorKind::rejected);
        EXPECT_EQ(result.error().title, "A request could not be sent.");
    }
    EXPECT_TRUE(server.requests().empty());
}

TEST(Transport, ServesManyThreadsAtOnce) {
    const LoopbackServer server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    const auto transport = make_transport(small_limits());
    std::atomic<int> good{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] {
            const auto response = transport->send({"GET", "http://localhost:" + server.port() + "/", {}, ""});
            if (response && response->body == "ok") ++good;
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(good, 8);
    EXPECT_EQ(server.requests().size(), 8u);
}

}  // namespace
}  // namespace roadcase::http
