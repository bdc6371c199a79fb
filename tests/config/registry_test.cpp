#include "accounts/registry.h"

#include <gtest/gtest.h>

namespace roadcase::accounts {
namespace {

ClientEntry entry(const std::string& name, bool built_in = false) {
    ClientEntry made;
    made.name = name;
    made.client.client_id = name + "-id";
    made.built_in = built_in;
    return made;
}

TEST(Registry, FindsByNameConfiguredOnesFirst) {
    const Registry registry({entry("practice", true), entry("twitch"), entry("kick")});
    ASSERT_EQ(registry.all().size(), 3u);
    EXPECT_EQ(registry.all()[0]->name, "twitch");
    EXPECT_EQ(registry.all()[1]->name, "kick");
    EXPECT_EQ(registry.all()[2]->name, "practice");
    EXPECT_EQ(registry.find("kick"), registry.all()[1]);
    EXPECT_EQ(registry.find("Kick"), nullptr);
    EXPECT_EQ(*registry.require("practice"), registry.all()[2]);
}

TEST(Registry, TheDefaultIsTheOnlyConfiguredOne) {
    EXPECT_EQ(Registry({}).the_default(), nullptr);
    EXPECT_EQ(Registry({entry("practice", true)}).the_default(), nullptr);
    const Registry one({entry("practice", true), entry("twitch")});
    ASSERT_NE(one.the_default(), nullptr);
    EXPECT_EQ(one.the_default()->name, "twitch");
    EXPECT_EQ(Registry({entry("twitch"), entry("kick")}).the_default(), nullptr);
}

TEST(Registry, AnUnknownNameIsE501) {
    const Registry registry({entry("twitch"), entry("kick")});
    const auto typo = registry.require("twich");
    ASSERT_FALSE(typo);
    EXPECT_EQ(typo.error().kind, ErrorKind::not_found);
    EXPECT_EQ(typo.error().one_line(),
              "E501 No client \"twich\". There is: twitch, kick. Did you mean \"twitch\"?");
    EXPECT_EQ(typo.error().account, "twich");
    const auto other = registry.require("a\nb");
    EXPECT_EQ(other.error().title, "No client \"a\\x0Ab\".");
    EXPECT_EQ(Registry({}).require("x").error().one_line(),
              "E501 No client \"x\". Add it to config.toml as [client.x].");
}

TEST(ClientEntry, IsReadyWithItsSecret) {
    auto plain = entry("twitch");
    plain.client.client_secret = Secret("by-value");
    EXPECT_EQ(plain.ready_client()->client_secret.reveal(), "by-value");
    auto late = entry("kick");
    int asked = 0;
    late.load_secret = [&]() -> Result<Secret> {
        if (++asked == 1) return fail(ErrorKind::config, "E104", "Not yet.");
        return Secret("late");
    };
    const auto failed = late.ready_client();
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().title, "Not yet.");
    EXPECT_EQ(failed.error().account, "kick");
    EXPECT_EQ(late.ready_client()->client_secret.reveal(), "late");
    EXPECT_EQ(late.ready_client()->client_id, "kick-id");
}

TEST(ClientEntry, OfABrokenProviderIsNeverReady) {
    auto broken = entry("odd");
    broken.client.client_secret = Secret("by-value");
    broken.problem = make_error(ErrorKind::config, "E104", "odd.toml, line 1: no.");
    const auto failed = broken.ready_client();
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().title, "odd.toml, line 1: no.");
    EXPECT_EQ(failed.error().account, "odd");
    const Registry registry({broken, entry("twitch")});
    EXPECT_EQ(registry.require("odd").error().title, "odd.toml, line 1: no.");
    EXPECT_NE(registry.find("odd"), nullptr) << "its accounts are kept";
    EXPECT_TRUE(registry.require("twitch"));
}

}  // namespace
}  // namespace roadcase::accounts
