#include "http/url.h"

#include <gtest/gtest.h>

namespace roadcase::http {
namespace {

struct Parts {
    const char* text;
    const char* scheme;
    const char* host;
    std::uint16_t port;
    const char* path;
    const char* query;
    const char* authority;
};

const Parts good[] = {
    {"https://id.twitch.tv/oauth2/token", "https", "id.twitch.tv", 443, "/oauth2/token", "", "id.twitch.tv"},
    {"HTTPS://ID.Twitch.TV/Path?Q=A", "https", "id.twitch.tv", 443, "/Path", "Q=A", "id.twitch.tv"},
    {"http://localhost:3000/success", "http", "localhost", 3000, "/success", "", "localhost:3000"},
    {"http://localhost", "http", "localhost", 80, "/", "", "localhost"},
    {"http://localhost:80/", "http", "localhost", 80, "/", "", "localhost"},
    {"https://h:80/", "https", "h", 80, "/", "", "h:80"},
    {"http://h:443/", "http", "h", 443, "/", "", "h:443"},
    {"https://h?a=b", "https", "h", 443, "/", "a=b", "h"},
    {"https://h/?", "https", "h", 443, "/", "", "h"},
    {"https://h/a?b?c/d", "https", "h", 443, "/a", "b?c/d", "h"},
    {"https://h/a@b:c/%20%zz;x", "https", "h", 443, "/a@b:c/%20%zz;x", "", "h"},
    {"http://[::1]:3000/x", "http", "::1", 3000, "/x", "", "[::1]:3000"},
    {"http://[0:0:0:0:0:0:0:1]", "http", "::1", 80, "/", "", "[::1]"},
    {"https://[2001:DB8::A]/", "https", "2001:db8::a", 443, "/", "", "[2001:db8::a]"},
    {"http://127.0.0.1:65535", "http", "127.0.0.1", 65535, "/", "", "127.0.0.1:65535"},
    {"https://a_b.xn--caf-dma.example", "https", "a_b.xn--caf-dma.example", 443, "/", "",
     "a_b.xn--caf-dma.example"},
    {"https://1.example.0xyz.com", "https", "1.example.0xyz.com", 443, "/", "", "1.example.0xyz.com"},
};

TEST(Url, IsTakenApart) {
    for (const auto& parts : good) {
        SCOPED_TRACE(parts.text);
        const auto url = parse_url(parts.text);
        ASSERT_TRUE(url);
        EXPECT_EQ(url->scheme, parts.scheme);
        EXPECT_EQ(url->host, parts.host);
        EXPECT_EQ(url->port, parts.port);
        EXPECT_EQ(url->path, parts.path);
        EXPECT_EQ(url->query, parts.query);
        EXPECT_EQ(url->authority(), parts.authority);
        EXPECT_EQ(url->origin(), std::string(parts.scheme) + "://" + parts.authority);
        const auto again = parse_url(url->text());
        ASSERT_TRUE(again) << url->text();
        EXPECT_EQ(again->text(), url->text());
    }
}

TEST(Url, IsPutTogether) {
    EXPECT_EQ(parse_url("HTTPS://H:443/a?b")->text(), "https://h/a?b");
    EXPECT_EQ(parse_url("https://h/a?b")->target(), "/a?b");
    EXPECT_EQ(parse_url("https://h")->target(), "/");
}

TEST(Url, EverythingElseIsNone) {
    const std::string_view bad[] = {
        "",
        "h",
        "/path",
        "//h/path",
        "https:",
        "https:/h",
        "https://",
        "https:///path",
        "https://?q",
        "ftp://h/",
        "file:///etc/passwd",
        "javascript:alert(1)",
        " https://h/",
        "https://h/ ",
        "https://h/a b",
        "https://h/\t",
        "https://h/\r\nX: y",
        "https://h\r\n/",
        "https://h/\x7F",
        "https://h/\xC3\xA9",
        "https://caf\xC3\xA9/",
        std::string_view("https://h/\0", 11),
        "https://h/#f",
        "https://h#f",
        "https://u@h/",
        "https://u:p@h/",
        "https://h@evil.example/",
        "https://h\\@evil.example/",
        "https://h/\\x",
        "https://h/<x>",
        "https://h/\"",
        "https://h:/",
        "https://h:0/",
        "https://h:65536/",
        "https://h:000080/",
        "https://h:8a/",
        "https://h:-1/",
        "https://h:+1/",
        "https://h:80:80/",
        "https://.h/",
        "https://h./",
        "https://a..b/",
        "https://%68/",
        "https://a%00b/",
        "https://[::1/",
        "https://::1/",
        "https://[::1]x/",
        "https://[::1]]/",
        "https://[]/",
        "https://[fe80::1%25lo]/",
        "https://[127.0.0.1]/",
        "https://[h]/",
        "https://127.1/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://127.0.0.0x1/",
        "https://127.0.0.256/",
        "https://127.0.0.1.5/",
        "https://0177.0.0.1/",
    };
    for (const auto text : bad) EXPECT_FALSE(parse_url(text)) << text;
    EXPECT_TRUE(parse_url("https://" + std::string(253, 'h')));
    EXPECT_FALSE(parse_url("https://" + std::string(254, 'h')));
    EXPECT_FALSE(parse_url("https://h/" + std::string(16 * 1024, 'a')));
}

TEST(Url, KnowsThisComputer) {
    for (const auto* text : {"http://localhost", "http://LOCALHOST:1", "http://127.0.0.1",
                             "http://127.255.0.9:80", "http://[::1]", "http://[0::0001]"})
        EXPECT_TRUE(parse_url(text)->is_loopback()) << text;
    for (const auto* text : {"http://localhost.example", "http://127.0.0.1.example", "http://127.example",
                             "http://0.0.0.0", "http://[::]", "http://[::ffff:127.0.0.1]", "http://128.0.0.1",
                             "http://my-localhost", "http://10.0.0.1", "http://[fe80::1]"})
        EXPECT_FALSE(parse_url(text)->is_loopback()) << text;
}

TEST(Endpoint, IsHttpsOrOnThisComputer) {
    for (const auto* text : {"https://id.twitch.tv/oauth2/token", "http://localhost:3000/",
                             "http://127.0.0.1:9/", "http://[::1]/", "https://localhost/"})
        EXPECT_TRUE(parse_endpoint(text, "token_endpoint")) << text;
    for (const auto* text :
         {"http://id.twitch.tv/oauth2/token", "http://10.0.0.1/", "http://127.0.0.1.example/"}) {
        const auto refused = parse_endpoint(text, "token_endpoint");
        ASSERT_FALSE(refused) << text;
        EXPECT_EQ(refused.error().kind, ErrorKind::config);
        EXPECT_EQ(refused.error().code, "E104");
        EXPECT_EQ(refused.error().title, "token_endpoint must begin with https://.");
    }
}

TEST(Endpoint, TheErrorRepeatsNothingOfABrokenOne) {
    const auto refused = parse_endpoint("https://nova:hunter2@id.example/", "token_endpoint");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().title, "token_endpoint is not a usable address.");
    EXPECT_EQ(refused.error().one_line().find("hunter2"), std::string::npos);
}

}  // namespace
}  // namespace roadcase::http
