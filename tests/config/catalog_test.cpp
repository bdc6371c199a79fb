#include "config/catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "support/manual_clock.h"
#include "support/memory_store.h"
#include "support/temp_dir.h"

namespace roadcase::config {
namespace {

using testing::HasSubstr;

accounts::ClientEntry built_in() {
    accounts::ClientEntry entry;
    entry.name = entry.provider.name = "practice";
    entry.built_in = true;
    return entry;
}

/// A catalog over a configuration with one client, "fake".
struct CatalogTest : testing::Test {
    CatalogTest() { use(); }
    void use(const std::string& more = {}) {
        const Sources nowhere{
            dir.path(), [](const char*) -> const char* { return nullptr; }, {}, providers()};
        auto config = parse_config("[client.fake]\nprovider = \"twitch\"\nclient_id = \"planted\"\n" + more,
                                   "config.toml", nowhere);
        ASSERT_TRUE(config) << config.error().one_line();
        problems = catalog.use(std::move(*config), built_in());
    }
    std::string providers() const { return dir / "providers"; }
    std::vector<std::string> names() const {
        std::vector<std::string> all;
        for (const auto& entry : registry.all()) all.push_back(entry->name);
        return all;
    }

    test::TempDir dir;
    test::ManualClock clock;
    test::MemoryStore store;
    accounts::Registry registry{{}};
    Catalog catalog{store, registry, clock, providers()};
    std::vector<Error> problems;
};

const Json twitch{{"provider", "twitch"}, {"client_id", "planted-id"}, {"client_secret", "planted-secret"}};

TEST_F(CatalogTest, AClientCountsAtOnceAndAfterARestart) {
    const auto made = catalog.add_client("clips", twitch);
    ASSERT_TRUE(made) << made.error().one_line();
    EXPECT_TRUE((*made)->made_here);
    EXPECT_EQ((*made)->ready_client()->client_secret.reveal(), "planted-secret");
    EXPECT_EQ(names(), (std::vector<std::string>{"fake", "clips", "practice"}));
    accounts::Registry fresh{{}};
    Catalog again(store, fresh, clock, providers());
    EXPECT_TRUE(again.use(*catalog.config(), built_in()).empty());
    EXPECT_EQ(fresh.find("clips")->client.client_id, "planted-id");
}

TEST_F(CatalogTest, TakesWhatConfigTomlTakesAndRefusesTheRest) {
    const std::pair<Json, std::string> refused[] = {
        {Json{{"provider", "twitch"}}, "needs client_id"},
        {Json{{"provider", "twich"}, {"client_id", "x"}}, "there is no provider `twich`"},
        {Json{{"provider", "twitch"}, {"client_id", 7}}, "client.clips.client_id must be text"},
        {Json{{"provider", "twitch"}, {"client_id", "x"}, {"scopes", Json::array({"a b"})}}, "scopes"},
        {Json{{"provider", "twitch"}, {"client_id", "x"}, {"redirect_uri", "ftp://x"}}, "redirect_uri"},
    };
    for (const auto& [fields, words] : refused) {
        const auto made = catalog.add_client("clips", fields);
        ASSERT_FALSE(made) << fields.dump();
        EXPECT_EQ(made.error().kind, ErrorKind::invalid_request);
        EXPECT_THAT(made.error().title, HasSubstr(words));
        EXPECT_EQ(made.error().title.find("line"), std::string::npos) << "a request has no lines";
    }
    EXPECT_FALSE(catalog.add_client("a b", twitch));
    EXPECT_TRUE(store.documents("client/")->empty());
}

TEST_F(CatalogTest, ANameIsTakenOnce) {
    ASSERT_TRUE(catalog.add_client("clips", twitch));
    for (const auto* name : {"clips", "fake", "practice"}) {
        const auto made = catalog.add_client(name, twitch);
        ASSERT_FALSE(made) << name;
        EXPECT_EQ(made.error().kind, ErrorKind::conflict) << name;
    }
}

TEST_F(CatalogTest, AChangeNamesWhatChangesAndNullTakesAway) {
    ASSERT_TRUE(catalog.add_client("clips", twitch));
    const auto changed =
        catalog.change_client("clips", {{"scopes", {"chat:read"}}, {"client_secret", nullptr}});
    ASSERT_TRUE(changed) << changed.error().one_line();
    EXPECT_EQ((*changed)->client.client_id, "planted-id");
    EXPECT_TRUE((*changed)->client.client_secret.empty());
    EXPECT_FALSE(catalog.change_client("clips", {{"client_id", nullptr}}));
    EXPECT_EQ(registry.find("clips")->client.client_id, "planted-id") << "what is refused changes nothing";
    EXPECT_EQ(catalog.change_client("fake", twitch).error().kind, ErrorKind::conflict);
    EXPECT_EQ(catalog.change_client("practice", twitch).error().kind, ErrorKind::conflict);
    EXPECT_EQ(catalog.change_client("none", twitch).error().kind, ErrorKind::not_found);
}

TEST_F(CatalogTest, AClientWithAccountsStays) {
    ASSERT_TRUE(catalog.add_client("clips", twitch));
    store::AccountRecord account;
    account.id = "acc_a";
    account.client = "clips";
    ASSERT_TRUE(store.save(account));
    EXPECT_EQ(catalog.remove_client("clips").error().kind, ErrorKind::conflict);
    ASSERT_TRUE(store.remove_account("acc_a"));
    EXPECT_TRUE(catalog.remove_client("clips"));
    EXPECT_EQ(registry.find("clips"), nullptr);
    EXPECT_TRUE(store.documents("client/")->empty());
    EXPECT_EQ(catalog.remove_client("fake").error().kind, ErrorKind::conflict);
}

TEST_F(CatalogTest, ConfigTomlComesFirst) {
    ASSERT_TRUE(catalog.add_client("clips", twitch));
    use("[client.clips]\nprovider = \"twitch\"\nclient_id = \"planted-other\"\n");
    EXPECT_EQ(registry.find("clips")->client.client_id, "planted-other");
    use();
    EXPECT_EQ(registry.find("clips")->client.client_id, "planted-id");
}

TEST_F(CatalogTest, OneWhoseProviderIsGoneSaysSo) {
    ASSERT_TRUE(catalog.add_provider("acme",
                                     "[provider.acme]\nauthorization_endpoint = "
                                     "\"https://acme.example/a\"\ntoken_endpoint = "
                                     "\"https://acme.example/t\"\n"));
    ASSERT_TRUE(catalog.add_client("acme", {{"client_id", "planted-id"}}));
    ASSERT_TRUE(std::filesystem::remove(providers() + "/acme.toml"));
    use();
    ASSERT_EQ(problems.size(), 1u);
    const auto entry = registry.find("acme");
    ASSERT_TRUE(entry && entry->problem);
    EXPECT_EQ(entry->problem->code, "E104");
    EXPECT_TRUE(catalog.remove_client("acme"));
}

TEST_F(CatalogTest, AProviderIsWrittenOnceAndOnlyWhenItCanBeRead) {
    const std::string row =
        "[provider.acme]\nauthorization_endpoint = \"https://acme.example/a\"\n"
        "token_endpoint = \"https://acme.example/t\"\n";
    for (const auto& wrong :
         {std::string("nothing"), std::string("[provider.other]\n"), row + "colour = 1\n"}) {
        const auto added = catalog.add_provider("acme", wrong);
        ASSERT_FALSE(added) << wrong;
        EXPECT_EQ(added.error().kind, ErrorKind::invalid_request) << wrong;
    }
    EXPECT_FALSE(std::filesystem::exists(providers() + "/acme.toml"));
    ASSERT_TRUE(catalog.add_provider("acme", row));
    EXPECT_TRUE(catalog.config()->providers.contains("acme"));
    EXPECT_EQ(catalog.add_provider("acme", row).error().kind, ErrorKind::conflict);
    EXPECT_EQ(catalog.add_provider("twitch", row).error().kind, ErrorKind::conflict);
    EXPECT_FALSE(catalog.add_provider("../acme", row));
}

}  // namespace
}  // namespace roadcase::config
