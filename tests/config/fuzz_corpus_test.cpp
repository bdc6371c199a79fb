#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "fuzz/config_property.h"

namespace roadcase::test {
namespace {

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(ConfigCorpus, HoldsAlsoWhenLinesAreLostOrBytesChange) {
    std::mt19937 engine(20261120);
    int inputs = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(ROADCASE_SOURCE_DIR "/tests/fuzz/corpus/config")) {
        const auto text = content_of(entry.path());
        ASSERT_FALSE(text.empty()) << entry.path();
        EXPECT_EQ(config_problem(text), "") << entry.path();
        ++inputs;
        for (int i = 0; i < 40; ++i) {
            auto damaged = text;
            const auto at = engine() % damaged.size();
            if (i % 2 == 0)
                damaged[at] = static_cast<char>(engine());
            else
                damaged.erase(at, damaged.find('\n', at) - at);
            EXPECT_EQ(config_problem(damaged), "") << entry.path() << " " << at;
        }
    }
    EXPECT_GE(inputs, 10);
}

}  // namespace
}  // namespace roadcase::test
