#include "handout/snippets.h"

#include <gmock/gmock.h>

namespace roadcase::handout {
namespace {

using testing::HasSubstr;
using testing::Not;

const SnippetFacts facts{"kick/bot", "http://localhost:4321", "https://api.kick.example/me"};

TEST(Snippets, AreFilledInForEveryLanguage) {
    ASSERT_EQ(snippet_languages().size(), 7U);
    for (const auto& language : snippet_languages()) {
        const auto text = snippet(language.name, facts);
        ASSERT_TRUE(text) << language.name;
        EXPECT_THAT(*text, HasSubstr("kick/bot")) << language.title;
        EXPECT_THAT(*text, Not(HasSubstr("api.twitch.tv"))) << language.title;
        EXPECT_THAT(*text, Not(HasSubstr("localhost:3000"))) << language.title;
    }
}

TEST(Snippets, HaveTheNamesThatPeopleType) {
    EXPECT_EQ(snippet("c#", facts), snippet("csharp", facts));
    EXPECT_EQ(snippet("lua", facts), snippet("obs-lua", facts));
    EXPECT_EQ(snippet("cobol", facts), std::nullopt);
}

TEST(Snippets, TryAnAddressOfTheProviderItself) {
    EXPECT_EQ(api_to_try("https://api.example/me", {"https://other.example"}), "https://api.example/me");
    EXPECT_EQ(api_to_try("", {"https://other.example"}), "https://other.example/");
    EXPECT_EQ(api_to_try("", {}), "https://api.example/");
}

}  // namespace
}  // namespace roadcase::handout
