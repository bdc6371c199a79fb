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

}  // namespace
}  // namespace roadcase::accounts
