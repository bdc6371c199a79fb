#include "store/key_wrap.h"

#include <gtest/gtest.h>

#include <vector>

#include "core/encoding.h"

namespace roadcase::store {
namespace {

KeyWrap of(KeyKind kind) {
    KeyWrap wrap;
    wrap.kind = kind;
    wrap.key_id = "0123456789abcdef";
    wrap.vault = "a-name";
    wrap.slot = "b";
    wrap.salt = std::string(16, '\x80');
    wrap.cost = {1024, 8, 2};
    wrap.replaces = "fedcba9876543210";
    wrap.data_key_made = from_unix(1'800'000'000);
    wrap.wrapped = from_unix(1'800'000'001);
    return wrap;
}

constexpr KeyKind kinds[] = {KeyKind::file, KeyKind::keyring, KeyKind::systemd, KeyKind::command,
                             KeyKind::passphrase};

TEST(KeyWrap, IsReadAsItWasWritten) {
    for (const auto kind : kinds) {
        const auto text = write_wrap(of(kind));
        const auto read = parse_wrap(text);
        ASSERT_TRUE(read) << text;
        EXPECT_EQ(write_wrap(*read), text);
        EXPECT_EQ(read->text, text);
        EXPECT_EQ(read->kind, kind);
        EXPECT_EQ(read->data_key_made, from_unix(1'800'000'000));
        EXPECT_EQ(key_kind(word_of(kind)), kind);
    }
}

TEST(KeyWrap, EveryFlippedBitIsUnreadableOrBindsToSomethingElse) {
    for (const auto kind : kinds) {
        const auto sound = *parse_wrap(write_wrap(of(kind)));
        for (std::size_t bit = 0; bit < sound.text.size() * 8; ++bit) {
            auto text = sound.text;
            text[bit / 8] = static_cast<char>(text[bit / 8] ^ (1 << bit % 8));
            if (const auto read = parse_wrap(text)) {
                EXPECT_NE(binding_of(*read), binding_of(sound)) << text;
                EXPECT_TRUE(is_bearable(read->cost) || read->salt.empty()) << text;
            }
        }
    }
}

TEST(KeyWrap, CostsThatCouldHurtAreNotBearable) {
    struct Case {
        ScryptCost cost;
        bool bearable;
    };
    for (const auto& [cost, bearable] : std::vector<Case>{{{}, true},
                                                          {{2, 1, 1}, true},
                                                          {{1 << 20, 2, 4}, true},
                                                          {{1 << 17, 16, 4}, true},
                                                          {{1 << 18, 16, 1}, false},     // 512 MiB
                                                          {{1 << 20, 8, 1}, false},      // 1 GiB
                                                          {{1 << 21, 1, 1}, false},      // n
                                                          {{1ull << 63, 16, 1}, false},  // would overflow
                                                          {{1, 8, 1}, false},
                                                          {{0, 8, 1}, false},
                                                          {{1000, 8, 1}, false},  // no power of two
                                                          {{1024, 17, 1}, false},
                                                          {{1024, 0, 1}, false},
                                                          {{1024, 8, 5}, false},
                                                          {{1024, 8, 0}, false}}) {
        EXPECT_EQ(is_bearable(cost), bearable) << cost.n << " " << cost.r << " " << cost.p;
        auto wrap = of(KeyKind::passphrase);
        wrap.cost = cost;
        EXPECT_EQ(parse_wrap(write_wrap(wrap)).has_value(), bearable) << write_wrap(wrap);
    }
}

TEST(KeyWrap, WhatWasNeverWrittenIsNotRead) {
    for (const std::string text :
         {"", "file", "[]", "{}", R"({"version":2,"source":"file"})", R"({"version":1,"source":"vault"})",
          R"({"version":1,"source":"keyring","vault":"a","slot":"c"})",
          R"({"version":1,"source":"keyring","slot":"a"})", R"({"version":1,"source":"passphrase"})",
          R"({"version":1,"source":"passphrase","salt":"AAAA","n":16,"r":1,"p":1})",
          R"({"version":1,"source":"passphrase","salt":"AAAAAAAAAAAAAAAAAAAAAA","n":-16,"r":1,"p":1})",
          R"({"version":1,"source":"passphrase","salt":"AAAAAAAAAAAAAAAAAAAAAA","n":1e9,"r":1,"p":1})"})
        EXPECT_FALSE(parse_wrap(text)) << text;
    EXPECT_TRUE(parse_wrap(
        R"({"version":1,"source":"passphrase","salt":"AAAAAAAAAAAAAAAAAAAAAA","n":16,"r":1,"p":1})"));
}

TEST(KeyWrap, TwoKeysHaveTwoNamesThatGiveNothingAway) {
    const Secret key(std::string(32, 'k'));
    EXPECT_EQ(id_of(key).size(), 16u);
    EXPECT_NE(id_of(key), id_of(Secret(std::string(32, 'l'))));
    EXPECT_EQ(id_of(key).find(hex_encode("kk")), std::string::npos);
}

}  // namespace
}  // namespace roadcase::store
