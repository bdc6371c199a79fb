#include "store/stretched_key.h"

#include <gtest/gtest.h>

#include "core/encoding.h"
#include "store/home.h"

namespace roadcase::store {
namespace {

StretchedKey saying(const std::string& text, KeyKind kind = KeyKind::passphrase,
                    ScryptCost cost = Home::cheap) {
    return StretchedKey(
        kind, "the place", [text](bool) -> Result<Secret> { return Secret(text); }, cost);
}

KeyWrap salted(const std::string& salt, ScryptCost cost) {
    KeyWrap wrap;
    wrap.salt = salt;
    wrap.cost = cost;
    return wrap;
}

// RFC 7914 §12, the third and fourth test vectors, cut to the length of our keys.
TEST(StretchedKey, IsScryptAsTheStandardHasIt) {
    EXPECT_EQ(hex_encode(saying("pleaseletmein").load(salted("SodiumChloride", {16384, 8, 1}))->reveal()),
              "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2");
}

TEST(StretchedKey, ASaltOfItsOwnMakesEveryKeyFresh) {
    test::CountingRandom random;
    auto source = saying("planted passphrase");
    KeyWrap first;
    KeyWrap second;
    const auto one = source.prepare(first, nullptr, random);
    const auto two = source.prepare(second, &first, random);
    ASSERT_TRUE(one && two);
    EXPECT_FALSE(*one == *two);
    EXPECT_EQ(first.salt.size(), 16u);
    EXPECT_EQ(first.cost, Home::cheap);
    EXPECT_TRUE(*source.load(first) == *one);
    EXPECT_TRUE(*source.load(second) == *two);
}

TEST(StretchedKey, ALineEndIsNoPartOfIt) {
    const auto wrap = salted("0123456789abcdef", Home::cheap);
    const auto plain = *saying("planted passphrase").load(wrap);
    EXPECT_TRUE(*saying("planted passphrase\n").load(wrap) == plain);
    EXPECT_TRUE(*saying("planted passphrase\r\n").load(wrap) == plain);
    EXPECT_FALSE(*saying("planted passphrase ").load(wrap) == plain);
}

TEST(StretchedKey, TooShortATextIsRefusedAndNotShown) {
    struct Case {
        KeyKind kind;
        std::string text;
        bool fine;
    };
    for (const auto& [kind, text, fine] : std::vector<Case>{{KeyKind::passphrase, "", false},
                                                            {KeyKind::passphrase, "planted\n", false},
                                                            {KeyKind::passphrase, "planted8", true},
                                                            {KeyKind::command, "planted-fifteen", false},
                                                            {KeyKind::command, "planted-sixteen!", true},
                                                            {KeyKind::systemd, "planted-fifteen", false}}) {
        test::CountingRandom random;
        KeyWrap wrap;
        const auto key = saying(text, kind).prepare(wrap, nullptr, random);
        EXPECT_EQ(key.has_value(), fine) << text;
        EXPECT_TRUE(fine || key.error().one_line().find("planted") == std::string::npos) << text;
    }
}

TEST(StretchedKey, ToOpenAShortTextIsTriedLikeAnyOther) {
    const auto wrap = salted("0123456789abcdef", Home::cheap);
    EXPECT_TRUE(saying("planted").load(wrap));
    EXPECT_TRUE(saying("").load(wrap));
}

TEST(StretchedKey, NeverComputesWhatIsNotBearable) {
    const auto key = saying("planted passphrase").load(salted("0123456789abcdef", {1 << 20, 16, 4}));
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().one_line().find("planted"), std::string::npos);
}

TEST(StretchedKey, ASourceThatFailsIsPassedOn) {
    StretchedKey source(
        KeyKind::command, "the command pass",
        [](bool) -> Result<Secret> { return fail(ErrorKind::timeout, "", "It did not end."); }, Home::cheap);
    EXPECT_EQ(source.load(salted("0123456789abcdef", Home::cheap)).error().title, "It did not end.");
}

}  // namespace
}  // namespace roadcase::store
