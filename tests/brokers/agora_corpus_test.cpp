#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "fuzz/agora_property.h"

namespace roadcase::test {
namespace {

std::string content_of(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(AgoraCorpus, HoldsAlsoWhenBytesChangeAreLostOrComeTwice) {
    std::mt19937 engine(20261122);
    int inputs = 0;
    for (const auto& entry :
         std::filesystem::directory_iterator(ROADCASE_SOURCE_DIR "/tests/fuzz/corpus/agora_token")) {
        const auto bytes = content_of(entry.path());
        ASSERT_FALSE(bytes.empty()) << entry.path();
        EXPECT_EQ(agora_token_problem(bytes), "") << entry.path();
        ++inputs;
        for (int i = 0; i < 150; ++i) {
            auto damaged = bytes;
            const auto at = engine() % damaged.size();
            if (i % 3 == 0) damaged[at] = static_cast<char>(engine());
            if (i % 3 == 1) damaged.erase(at, 1 + engine() % 4);
            if (i % 3 == 2) damaged.insert(at, damaged.substr(at, 1 + engine() % 8));
            EXPECT_EQ(agora_token_problem(damaged), "") << entry.path() << " " << i;
        }
    }
    EXPECT_GE(inputs, 12);
}

TEST(AgoraCorpus, HoldsForRandomBytes) {
    std::mt19937 engine(1950);
    for (int i = 0; i < 3000; ++i) {
        std::string bytes(engine() % 200, '\0');
        for (char& c : bytes) c = static_cast<char>(engine());
        ASSERT_EQ(agora_token_problem(bytes), "") << hex_encode(bytes);
    }
}

}  // namespace
}  // namespace roadcase::test
