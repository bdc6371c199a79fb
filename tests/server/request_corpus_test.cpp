#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "fuzz/request_properties.h"

namespace roadcase::test {
namespace {

std::vector<std::string> corpus() {
    std::vector<std::string> inputs;
    const std::filesystem::path folder = ROADCASE_SOURCE_DIR "/tests/fuzz/corpus/request";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return inputs;
}

TEST(RequestCorpus, HoldsWholeCutAndDamaged) {
    const auto inputs = corpus();
    ASSERT_GT(inputs.size(), 10U);
    for (const auto& input : inputs) {
        EXPECT_EQ(framing_problem(input), "") << input;
        for (std::size_t at = 0; at < input.size() && at < 600; ++at) {
            EXPECT_EQ(framing_problem(std::string_view(input).substr(0, at)), "")
                << input << " cut at " << at;
            std::string damaged = input;
            damaged[at] = static_cast<char>(damaged[at] ^ (at % 2 ? 0x20 : 0x0d));
            EXPECT_EQ(framing_problem(damaged), "") << input << " damaged at " << at;
        }
    }
}

}  // namespace
}  // namespace roadcase::test
