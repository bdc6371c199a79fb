#include "http/answer_head.h"

#include <gtest/gtest.h>

namespace roadcase::http {
namespace {

tl::expected<AnswerHead, std::string> parse(const std::string& fields,
                                            const std::string& status_line = "HTTP/1.1 200 OK\r\n") {
    return parse_answer_head(status_line + fields + "\r\n");
}

TEST(AnswerHead, IsReadAsItStands) {
    const auto head =
        parse("Location: https://h/%0d%0a?a=%20\r\nX-Empty:\r\nX-Blank: \t b c \t\r\nx-LATIN: \xE9\r\n");
    ASSERT_TRUE(head);
    EXPECT_EQ(head->status, 200);
    EXPECT_EQ(head->headers.find("location"), "https://h/%0d%0a?a=%20") << "nothing is decoded";
    EXPECT_EQ(head->headers.find("x-empty"), "");
    EXPECT_EQ(head->headers.find("x-blank"), "b c");
    EXPECT_EQ(head->headers.find("x-latin"), "\xE9");
    EXPECT_EQ(head->content_length, std::nullopt);
    EXPECT_FALSE(head->chunked);
}

TEST(AnswerHead, StatusLines) {
    const std::pair<std::string, int> good[] = {
        {"HTTP/1.1 200 OK\r\n", 200},
        {"HTTP/1.0 404 Not Found\r\n", 404},
        {"HTTP/1.1 500 \r\n", 500},
        {"HTTP/1.1 302\r\n", 302},
        {"HTTP/1.1 103 Early Hints\r\n", 103},
        {"HTTP/1.1 999 \xC3\xA9\r\n", 999},
    };
    for (const auto& [line, status] : good) {
        const auto head = parse("", line);
        ASSERT_TRUE(head) << line;
        EXPECT_EQ(head->status, status);
    }
    const std::string bad[] = {
        "\r\n",
        "HTTP/2 200 OK\r\n",
        "HTTP/1.2 200 OK\r\n",
        "http/1.1 200 OK\r\n",
        "HTTP/1.1  200 OK\r\n",
        "HTTP/1.1 20 OK\r\n",
        "HTTP/1.1 2000 OK\r\n",
        "HTTP/1.1 2x0 OK\r\n",
        "HTTP/1.1 -20 OK\r\n",
        "HTTP/1.1 099 Low\r\n",
        "HTTP/1.1 101 Switching Protocols\r\n",
        "HTTP/1.1 200OK\r\n",
        "HTTP/1.1\r\n",
        "HTTP/1.1 200 O\rK\r\n",
        "HTTP/1.1 200 O\nK\r\n",
        "<!doctype html>\r\n",
        "SSH-2.0-OpenSSH\r\n",
        "HTTP/1.1 200 " + std::string(1024, 'x') + "\r\n",
        std::string("HTTP/1.1 200 \0\r\n", 16),
    };
    for (const auto& line : bad) EXPECT_FALSE(parse("", line)) << line;
}

TEST(AnswerHead, MalformedFieldsAreRefused) {
    using std::string_literals::operator""s;
    for (const auto& fields :
         {"NoColon\r\n"s, ": no name\r\n"s, "Name : x\r\n"s, " Folded: x\r\n"s, "A: 1\r\n folded\r\n"s,
          "A: 1\r\n\tfolded\r\n"s, "A: x\ny\r\n"s, "A: x\ry\r\n"s, "A: x\0y\r\n"s, "A\0: x\r\n"s,
          "A: \x1B[2J\r\n"s, "A: \x7F\r\n"s, "A\xE9: x\r\n"s, "A: 1\nB: 2\r\n"s, "(A): 1\r\n"s})
        EXPECT_FALSE(parse(fields)) << fields;
    EXPECT_FALSE(parse_answer_head("HTTP/1.1 200 OK\r\nA: 1\r\n"));
    EXPECT_FALSE(parse_answer_head(""));
}

TEST(AnswerHead, HowLongItIs) {
    EXPECT_EQ(parse("Content-Length: 0\r\n")->content_length, 0u);
    EXPECT_EQ(parse("content-length: 00042\r\n")->content_length, 42u);
    EXPECT_EQ(parse("Content-Length: 5\r\nContent-Length: 5\r\n")->content_length, 5u);
    EXPECT_TRUE(parse("Transfer-Encoding: Chunked\r\n")->chunked);
    for (const auto* fields :
         {"Content-Length: \r\n", "Content-Length: -1\r\n", "Content-Length: +5\r\n",
          "Content-Length: 5, 5\r\n", "Content-Length: 0x10\r\n", "Content-Length: 5 6\r\n",
          "Content-Length: 18446744073709551616\r\n", "Content-Length: 5\r\nContent-Length: 6\r\n",
          "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: gzip, chunked\r\n",
          "Transfer-Encoding: identity\r\n", "Transfer-Encoding:\r\n",
          "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"}) {
        const auto head = parse(fields);
        ASSERT_FALSE(head) << fields;
        EXPECT_EQ(head.error(), "How long it is cannot be told.");
    }
}

TEST(AnswerHead, CompressedContentIsRefused) {
    EXPECT_TRUE(parse("Content-Encoding: identity\r\n"));
    EXPECT_TRUE(parse("Content-Encoding:\r\n"));
    for (const auto* fields : {"Content-Encoding: gzip\r\n", "content-encoding: BR\r\n",
                               "Content-Encoding: identity\r\nContent-Encoding: gzip\r\n"})
        EXPECT_EQ(parse(fields).error(), "It is compressed, though that was not asked for.") << fields;
}

}  // namespace
}  // namespace roadcase::http
