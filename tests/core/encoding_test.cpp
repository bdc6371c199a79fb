#include "core/encoding.h"
#include "core/text.h"

#include <gtest/gtest.h>

namespace roadcase {
namespace {

using std::string_literals::operator""s;
using Text = std::optional<std::string>;

std::string every_byte() {
    std::string out;
    for (int i = 0; i < 256; ++i) out += static_cast<char>(i);
    return out;
}

TEST(Encoding, Base64OfRfc4648) {
    const std::pair<const char*, const char*> table[] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
        {"\xFB\xFF", "+/8="},
    };
    for (const auto& [bytes, text] : table) {
        EXPECT_EQ(base64_encode(bytes), text);
        EXPECT_EQ(base64_decode(text), bytes);
    }
    EXPECT_EQ(base64_decode(base64_encode(every_byte())), every_byte());
}

TEST(Encoding, Base64UrlHasNoPadding) {
    EXPECT_EQ(base64url_encode("\xFB\xFF"), "-_8");
    EXPECT_EQ(base64url_decode("-_8"), "\xFB\xFF");
    EXPECT_EQ(base64url_encode(""), "");
    EXPECT_EQ(base64url_decode(""), "");
    EXPECT_EQ(base64url_decode(base64url_encode(every_byte())), every_byte());
}

TEST(Encoding, DecodingAcceptsOneTextPerValue) {
    for (const char* text :
         {"A", "AAAAA", "Zh", "Zg==", "Zm9", "Zg ", " Zg", "Zg\n", "+/8", "Zm9v=", "Z\xC3\xBC"})
        EXPECT_EQ(base64url_decode(text), std::nullopt) << text;
    for (const char* text :
         {"Zg", "Zg=", "Zh==", "Zm9=", "====", "A===", "Z=g=", "Zg==Zg==", "-_8=", "Zg==\n", "===="})
        EXPECT_EQ(base64_decode(text), std::nullopt) << text;
    EXPECT_EQ(base64_decode("AAA\0"s), std::nullopt);
}

TEST(Encoding, HexIsLowerCase) {
    EXPECT_EQ(hex_encode(""), "");
    EXPECT_EQ(hex_encode("\x00\x0F\xA5\xFF"s), "000fa5ff");
}

TEST(Encoding, PercentEncodeLeavesUnreservedAlone) {
    EXPECT_EQ(percent_encode("AZaz09-._~"), "AZaz09-._~");
    EXPECT_EQ(percent_encode(" +&=%/?#:@!*'()"), "%20%2B%26%3D%25%2F%3F%23%3A%40%21%2A%27%28%29");
    EXPECT_EQ(percent_encode("ü\n"), "%C3%BC%0A");
    EXPECT_EQ(percent_decode(percent_encode(every_byte().substr(1))), every_byte().substr(1));
}

TEST(Encoding, PercentDecode) {
    const std::pair<const char*, Text> table[] = {
        {"", ""},         {"abc", "abc"}, {"%41", "A"}, {"%c3%BC", "ü"}, {"a+b", "a+b"},
        {"a%2Bb", "a+b"}, {"%", {}},      {"%4", {}},   {"a%4", {}},     {"%4g", {}},
        {"%g4", {}},      {"%00", {}},    {"a%", {}},   {"%%34", {}},    {"%2541", "%41"},
    };
    for (const auto& [text, expected] : table) EXPECT_EQ(percent_decode(text), expected) << text;
    EXPECT_EQ(percent_decode("a+b%2B", true), "a b+");
    EXPECT_EQ(percent_decode("a\0b"s), std::nullopt);
}

TEST(Encoding, Digests) {
    EXPECT_EQ(hex_encode(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(hex_encode(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(crc32(""), 0u);
    EXPECT_EQ(crc32("123456789"), 0xCBF43926u);
}

TEST(Encoding, VscharIsPrintableAscii) {
    for (const auto& text : {"a"s, " ~"s, "!\"#"s}) EXPECT_TRUE(is_vschar(text)) << text;
    for (const auto& text : {""s, "a\n"s, "\x7F"s, "\t"s, "ü"s, "a\0"s})
        EXPECT_FALSE(is_vschar(text)) << text;
}

TEST(Encoding, Utf8OfRfc3629) {
    for (const auto& text :
         {""s, "a\0b"s, "ü"s, "€"s, "\U0001F399"s, "\xEF\xBF\xBF"s, "\xF4\x8F\xBF\xBF"s, "\xED\x9F\xBF"s})
        EXPECT_TRUE(is_utf8(text)) << hex_encode(text);
    for (const auto& text :
         {"\x80"s, "\xC0\x80"s, "\xC1\xBF"s, "\xC3"s, "\xE0\x9F\xBF"s, "\xED\xA0\x80"s, "\xE2\x82"s,
          "\xF0\x8F\xBF\xBF"s, "\xF4\x90\x80\x80"s, "\xF5\x80\x80\x80"s, "\xFF"s, "a\xC3(b"s})
        EXPECT_FALSE(is_utf8(text)) << hex_encode(text);
}

TEST(Encoding, PrintableIsSafeForLogs) {
    EXPECT_EQ(printable("Grüße \U0001F399"), "Grüße \U0001F399");
    EXPECT_EQ(printable("a\r\nb\x1B[31m\x7F\0"s), "a\\x0D\\x0Ab\\x1B[31m\\x7F\\x00");
    EXPECT_EQ(printable("\xFF\xC3"), "\\xFF\\xC3");
    EXPECT_EQ(printable("\xC2\x9B"
                        "31m"),
              "\\xC2\\x9B31m");
    EXPECT_EQ(printable("abcdef", 4), "abcd…");
    EXPECT_EQ(printable("abcd", 4), "abcd");
    EXPECT_EQ(printable("abcü", 4), "abc…");
    EXPECT_EQ(printable(std::string(300, 'x')), std::string(200, 'x') + "…");
}

TEST(Encoding, AsciiHelpers) {
    EXPECT_TRUE(iequals("Content-TYPE", "content-type"));
    EXPECT_FALSE(iequals("a", "ab"));
    EXPECT_FALSE(iequals("[", "{"));
    EXPECT_EQ(to_lower("AbÜ[Z"), "abÜ[z");
    EXPECT_EQ(trim(" \t\r\na b\n "), "a b");
    EXPECT_EQ(trim(" \n"), "");
    EXPECT_EQ(trim(""), "");
    EXPECT_EQ(split(" a  b ", ' '), (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(split("", ' '), std::vector<std::string>{});
    EXPECT_EQ(split("a", ','), std::vector<std::string>{"a"});
    EXPECT_EQ(join({"a", "b", "c"}, ", "), "a, b, c");
    EXPECT_EQ(join({}, ", "), "");
    EXPECT_EQ(join({"", "b"}, ","), ",b");
}

TEST(Encoding, DidYouMean) {
    const std::vector<std::string> names = {"twitch", "youtube", "kick", "redirect_uri"};
    EXPECT_EQ(did_you_mean("twich", names), "twitch");
    EXPECT_EQ(did_you_mean("redirect_url", names), "redirect_uri");
    EXPECT_EQ(did_you_mean("yuotube", names), "youtube");
    EXPECT_EQ(did_you_mean("kikc", names), "kick");
    EXPECT_EQ(did_you_mean("kc", names), std::nullopt);
    EXPECT_EQ(did_you_mean("twitch", names), "twitch");
    EXPECT_EQ(did_you_mean("spotify", names), std::nullopt);
    EXPECT_EQ(did_you_mean("", names), std::nullopt);
    EXPECT_EQ(did_you_mean("twitch", {}), std::nullopt);
    EXPECT_EQ(did_you_mean(std::string(100'000, 'x'), names), std::nullopt);
}

}  // namespace
}  // namespace roadcase
