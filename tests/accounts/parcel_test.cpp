#include "accounts/parcel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace roadcase::accounts {
namespace {

using testing::HasSubstr;
using testing::Not;

const Secret passphrase("planted correct horse");
/// Cheap: these tests open it thousands of times.
const store::ScryptCost cheap{1 << 10, 8, 1};

Parcel parcel() {
    store::AccountRecord account;
    account.id = "acc_000000000001";
    account.client = "twitch";
    account.name = "bot";
    account.subject = "7";
    account.generation = 5;
    account.scopes = {"chat:read"};
    account.tokens.emplace();
    account.tokens->access_token = Secret("planted-access");
    account.tokens->refresh_token = Secret("planted-refresh");
    account.tokens->raw = Secret(std::string("\xFF\0raw", 5));
    account.tokens->received_at = from_unix(1'800'000'000);
    store::KeyRecord key;
    key.id = "key_1";
    key.name = "chatbot";
    key.hash = "planted-hash";
    key.accounts = {"twitch/bot"};
    return {from_unix(1'800'000'100),
            true,
            {{account}, {key}, {}, {{"client/twitch", from_unix(7), Secret("{}")}}}};
}

class Parcels : public testing::Test {
  protected:
    SystemRandom random;
    std::string file = *ParcelSeal::make(passphrase, cheap, random)->seal(parcel());
    std::string code_of(std::string_view bytes, const Secret& with = passphrase) {
        const auto opened = open_parcel(bytes, with, random);
        return opened ? "" : opened.error().code;
    }
};

TEST_F(Parcels, ComeBackWhole) {
    const auto opened = open_parcel(file, passphrase, random);
    ASSERT_TRUE(opened) << opened.error().one_line();
    EXPECT_TRUE(opened->copy);
    EXPECT_EQ(opened->packed_at, parcel().packed_at);
    ASSERT_EQ(opened->bundle.accounts.size(), 1U);
    const auto& account = opened->bundle.accounts.front();
    EXPECT_EQ(account.id, "acc_000000000001");
    EXPECT_EQ(account.generation, 5);
    EXPECT_EQ(account.scopes, std::vector<std::string>{"chat:read"});
    EXPECT_EQ(account.tokens->refresh_token.reveal(), "planted-refresh");
    EXPECT_EQ(account.tokens->raw.size(), 5U);
    EXPECT_EQ(opened->bundle.keys.front().hash, "planted-hash");
    EXPECT_EQ(opened->bundle.documents.front().name, "client/twitch");
}

TEST_F(Parcels, AreNoiseToEverybodyElse) {
    EXPECT_THAT(file, Not(HasSubstr("planted")));
    EXPECT_THAT(file, Not(HasSubstr("twitch")));
    EXPECT_EQ(code_of(file, Secret("planted wrong horse")), "E603");
    EXPECT_EQ(code_of(file, Secret("")), "E603");
    EXPECT_NE(file, *ParcelSeal::make(passphrase, cheap, random)->seal(parcel()));
}

/// All of the head, and every few bytes behind it: each try costs a scrypt.
TEST_F(Parcels, AFlippedBitIsNoticed) {
    for (std::size_t byte = 0; byte < file.size(); byte += byte < 80 ? 1 : 13) {
        auto bent = file;
        bent[byte] = static_cast<char>(bent[byte] ^ (1 << byte % 8));
        EXPECT_THAT(code_of(bent), testing::AnyOf("E603", "E107")) << byte;
    }
}

TEST_F(Parcels, ACutIsNoticed) {
    for (std::size_t size = 16; size < file.size(); size += 17)
        EXPECT_EQ(code_of(file.substr(0, size)), "E603");
    EXPECT_EQ(code_of(""), "E603");
    EXPECT_EQ(code_of(file + "x"), "E603");
    EXPECT_EQ(code_of("planted text"), "E603");
    EXPECT_EQ(code_of("roadcase-pack 2\n" + file.substr(16)), "E107");
}

TEST_F(Parcels, ACostThatNobodyCouldBearIsNotComputed) {
    auto bent = file;
    bent.replace(16, 31, "scrypt 1099511627776 8 1       ");
    EXPECT_EQ(code_of(bent), "E603");
}

TEST_F(Parcels, AShortPassphraseSealsNothing) {
    const auto seal = ParcelSeal::make(Secret("short"), cheap, random);
    ASSERT_FALSE(seal);
    EXPECT_THAT(seal.error().title, HasSubstr("too short"));
}

}  // namespace
}  // namespace roadcase::accounts
