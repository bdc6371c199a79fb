#include "accounts/person_words.h"

#include <gtest/gtest.h>

namespace roadcase::accounts {
namespace {

TEST(Person, ThatIsAnAddressIsCovered) {
    const std::pair<const char*, const char*> table[] = {
        {"nova_plays", "nova_plays"},
        {"nova@gmail.example", "n•••@g•••.example"},
        {"ünova@österreich.example", "ü•••@ö•••.example"},
        {"nova@mail.home.example", "n•••@m•••.example"},
        {"nova@localhost", "n•••@l•••"},
        {"@nova", "@nova"},
        {"nova@", "nova@"},
        {"Nova @ home", "Nova @ home"},
        {"", ""},
    };
    for (const auto& [name, shown] : table) EXPECT_EQ(person_words(name), shown) << name;
}

TEST(Person, AnAddressAmongOtherWordsIsCovered) {
    const std::pair<const char*, const char*> table[] = {
        {"Nova <nova.private@gmail.example>", "Nova <n•••@g•••.example>"},
        {"nova.private@gmail.example (Nova)", "n•••@g•••.example (Nova)"},
        {"mailto:nova@gmail.example", "mailto:n•••@g•••.example"},
        {"a@b.example,c@d.example", "a•••@b•••.example,c•••@d•••.example"},
        {"@nova@gmail.example", "@•••@g•••.example"},
        {"nova@pri@vate.example", "n•••@p•••.example"},
        {"nova\u200b@gm\u00adail.example", "n•••@g•••.example"},
    };
    for (const auto& [name, shown] : table) EXPECT_EQ(person_words(name), shown) << name;
    const auto cut = person_words(std::string(60, 'x') + " nova.private@gmail.example");
    EXPECT_EQ(cut.find("ova"), cut.npos) << cut << ": covered before it is cut";
}

TEST(Person, WhatNobodySeesOrWhatTurnsWritingIsLeftOut) {
    for (const auto* unseen : {"\u00ad", "\u061c", "\u180e", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f",
                               "\u2028", "\u202a", "\u202e", "\u2060", "\u2064", "\u2066", "\u2069", "\ufeff",
                               "\U000e0001", "\U000e0041", "\U000e007f"})
        EXPECT_EQ(person_words(std::string("no") + unseen + "va"), "nova");
    EXPECT_EQ(person_words("\u202e\u200b"), "");
    EXPECT_EQ(person_words("Nóva 星 🎮"), "Nóva 星 🎮");
    // Halves of a character around a whole one do not come together.
    EXPECT_EQ(person_words("\xE2\u200b\x80\x8B").find("\u200b"), std::string::npos);
}

}  // namespace
}  // namespace roadcase::accounts
