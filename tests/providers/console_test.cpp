#include <gmock/gmock.h>

#include "core/text.h"
#include "providers/credential_form.h"
#include "providers/provider.h"

namespace roadcase::providers {
namespace {

using testing::HasSubstr;

Result<Provider> read(const std::string& lines, const Provider* base = nullptr) {
    const auto root = parse_toml(
        "[provider.x]\nauthorization_endpoint = 'https://a.example/a'\ntoken_endpoint = "
        "'https://a.example/t'\n"
        "[provider.x.roles]\nbot = ['chat']\nreader = ['read']\n" +
            lines,
        "mine.toml");
    if (!root) return fail(root.error());
    const auto& providers = std::get<TomlTable>(root->find("provider")->value);
    return read_provider(std::get<TomlTable>(providers.find("x")->value), "x", base);
}

std::string problem(const std::string& lines) {
    const auto provider = read(lines);
    return provider ? "" : provider.error().title + " " + provider.error().next;
}

TEST(Console, IsReadAsItStands) {
    const auto provider = read(R"(
[provider.x.console]
client_id_form = "30 [a-z0-9]"
client_secret_form = "17-20 [0-9]"
needs_secret = false
fields = [
  { label = "Name", value = "{app_name}", copy = true },
  { label = "Category", value = "Chat Bot" },
]
[provider.x.bundles]
reader = { title = "Only read", detail = "For overlays." }
bot = { title = "Read and write" }
)");
    ASSERT_TRUE(provider) << provider.error().one_line();
    const auto& console = provider->console;
    EXPECT_EQ(console.client_id_form, "30 [a-z0-9]");
    EXPECT_EQ(console.client_secret_form, "17-20 [0-9]");
    EXPECT_FALSE(console.needs_secret);
    ASSERT_EQ(console.fields.size(), 2u);
    EXPECT_TRUE(console.fields[0].copy);
    EXPECT_EQ(console.fields[1].value, "Chat Bot");
    ASSERT_EQ(provider->bundles.size(), 2u);
    EXPECT_EQ(provider->bundles[0].name, "reader") << "the one to suggest first stands first";
    EXPECT_EQ(provider->bundles[0].detail, "For overlays.");
    EXPECT_EQ(provider->bundles[1].title, "Read and write");
    EXPECT_TRUE(read("")->console.needs_secret) << "as most providers want it";
}

TEST(Console, MistakesNameFileLineAndKey) {
    const std::string console = "[provider.x.console]\n";
    for (const auto* form :
         {"30", "30 a-z", "0 [a-z]", "9-3 [a-z]", "30 []", "x [a-z]", "30 [a-z|]", "600 [a]", "3 [z-a]"})
        EXPECT_THAT(
            problem(console + "client_id_form = \"" + form + "\""),
            testing::AllOf(HasSubstr("mine.toml, line 8"), HasSubstr("client_id_form must be a length")))
            << form;
    EXPECT_THAT(problem(console + "fields = [{ value = \"x\" }]"), HasSubstr("label must be the words"));
    EXPECT_THAT(problem(console + "fields = [{ label = \"x\" }]"), HasSubstr("value must say"));
    EXPECT_THAT(problem(console + "fields = [{ label = \"x\", value = \"{secret}\" }]"),
                HasSubstr("value may hold"));
    EXPECT_THAT(problem(console + "fields = [{ label = \"x\", value = \"y\", cpoy = true }]"),
                HasSubstr("`copy`"));
    EXPECT_THAT(problem(console + "need_secret = true"), HasSubstr("`needs_secret`"));
    EXPECT_THAT(problem("[provider.x.bundles]\nbto = { title = \"x\" }"),
                testing::AllOf(HasSubstr("line 8"), HasSubstr("bto must be one of the roles")));
    EXPECT_THAT(problem("[provider.x.bundles]\nbot = { detail = \"x\" }"), HasSubstr("title must say"));
    EXPECT_THAT(problem("[provider.x.bundles]\nbot = \"x\""), HasSubstr("bot must be a table"));
}

TEST(Console, BundlesOfRolesThatWereTakenAwayGo) {
    const auto preset = read("[provider.x.bundles]\nbot = { title = \"A\" }\nreader = { title = \"B\" }");
    ASSERT_TRUE(preset);
    const auto root = parse_toml("[provider.x.roles]\nreader = ['other']\n", "config.toml");
    const auto& rows = std::get<TomlTable>(root->find("provider")->value);
    const auto mine = read_provider(std::get<TomlTable>(rows.find("x")->value), "x", &*preset);
    ASSERT_TRUE(mine);
    ASSERT_EQ(mine->bundles.size(), 1u);
    EXPECT_EQ(mine->bundles[0].name, "reader");
}

TEST(CredentialForm, SaysInWordsWhatLooksWrongAndNeverWhatItIs) {
    constexpr auto form = "30 [a-z0-9]";
    const std::string good(30, 'a');
    EXPECT_EQ(credential_problem(form, good), "");
    EXPECT_EQ(credential_problem(form, ""), "It is empty.");
    EXPECT_THAT(credential_problem(form, " " + good), HasSubstr("space in it"));
    EXPECT_THAT(credential_problem(form, "planted canary planted canary "), HasSubstr("space in it"));
    EXPECT_EQ(credential_problem(form, good.substr(1)),
              "It has 29 characters; right are 30 small letters and digits.");
    EXPECT_THAT(credential_problem(form, "A" + good.substr(1)), HasSubstr("does not belong"));
    EXPECT_THAT(credential_problem(form, "\x01" + good.substr(1)), HasSubstr("no id or secret has"));
    EXPECT_THAT(credential_problem("", "a\xC3\xA4"), HasSubstr("no id or secret has"));
    EXPECT_EQ(credential_problem("", "anything-at.all"), "");
    EXPECT_THAT(credential_problem("", std::string(600, 'a')), HasSubstr("longer"));
    for (const auto& text : {"planted-canary", "planted canary", "PLANTED"})
        EXPECT_THAT(to_lower(credential_problem(form, text)), testing::Not(HasSubstr("plant"))) << text;
}

TEST(CredentialForm, ReadsItselfToPeople) {
    EXPECT_EQ(credential_form_in_words("32 [a-f0-9]"), "32 digits and a to f");
    EXPECT_EQ(credential_form_in_words("17-20 [0-9]"), "17 to 20 digits");
    EXPECT_EQ(credential_form_in_words("32 [A-Za-z0-9_-]"), "32 letters, digits, _ and -");
    EXPECT_EQ(credential_form_in_words(""), "");
    EXPECT_TRUE(parse_credential_form("3 [a-]")->allows('-'));
    EXPECT_FALSE(parse_credential_form("3 [a-c]")->allows('-'));
}

// What the rows of the binary say to the page that leads through a console.
TEST(Console, EveryLivingPresetShowsWhereItsRedirectAddressGoes) {
    const auto presets = embedded_presets().value();
    for (const auto& [name, provider] : presets) {
        const bool by_hand = provider.registration.request.url.empty() && provider.retired.empty();
        const auto& fields = provider.console.fields;
        const auto is_redirect = [](const auto& field) {
            return field.value == "{redirect_uri}" && field.copy;
        };
        const bool comes_back_here = by_hand && name != "instagram";
        EXPECT_TRUE(!comes_back_here || std::count_if(fields.begin(), fields.end(), is_redirect) == 1)
            << name;
        for (const auto& field : fields) EXPECT_LE(field.label.size() + field.value.size(), 70u) << name;
        for (const auto& bundle : provider.bundles) {
            EXPECT_NE(provider.role(bundle.name), nullptr) << name;
            EXPECT_LE(bundle.title.size(), 60u) << name;
            EXPECT_TRUE(bundle.detail.empty() || bundle.detail.back() == '.') << name;
        }
    }
    EXPECT_EQ(presets.at("twitch").bundles.front().title, "Read and write chat");
    for (const auto* name : {"twitch", "youtube", "kick", "discord", "spotify"})
        EXPECT_GE(presets.at(name).bundles.size(), 2u) << name;
}

TEST(Console, WhereNoSecretIsNeededTheRowsAgree) {
    const auto presets = embedded_presets().value();
    for (const auto* name : {"kick", "twitch", "youtube", "patreon"})
        EXPECT_TRUE(presets.at(name).console.needs_secret) << name;
    for (const auto* name : {"discord", "spotify", "x", "slack", "tidal"})
        EXPECT_FALSE(presets.at(name).console.needs_secret) << name;
}

}  // namespace
}  // namespace roadcase::providers
