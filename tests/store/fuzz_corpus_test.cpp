#include <gtest/gtest.h>

#include <random>

#include "fuzz/store_property.h"

namespace roadcase::test {
namespace {

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(StoreCorpus, GivesWhatWasSavedOrANamedErrorWhateverTheFileHolds) {
    std::mt19937 engine(20261121);
    StoreProperty property;
    ASSERT_TRUE(property.is_ready());
    ASSERT_EQ(property.problem(""), "") << "the control: the file as it was";
    int inputs = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(ROADCASE_SOURCE_DIR "/tests/fuzz/corpus/store")) {
        auto changes = content_of(entry.path());
        EXPECT_EQ(property.problem(changes), "") << entry.path();
        ++inputs;
        for (int i = 0; i < 4; ++i) {
            changes[engine() % changes.size()] = static_cast<char>(engine());
            EXPECT_EQ(property.problem(changes), "") << entry.path() << " " << i;
        }
    }
    EXPECT_GE(inputs, 8);
}

}  // namespace
}  // namespace roadcase::test
