#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>

#include "core/encoding.h"
#include "fuzz/properties.h"

namespace roadcase::test {
namespace {

std::vector<std::string> corpus(const std::string& name) {
    std::vector<std::string> inputs;
    const auto folder = std::filesystem::path(ROADCASE_SOURCE_DIR) / "tests/fuzz/corpus" / name;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        std::ifstream file(entry.path(), std::ios::binary);
        inputs.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }
    return inputs;
}

/// A copy with a few bytes replaced, cut out or doubled.
std::string damaged(std::string text, std::mt19937& engine) {
    for (int i = 0; i < 3 && !text.empty(); ++i) {
        const auto at = engine() % text.size();
        switch (engine() % 3) {
            case 0:
                text[at] = static_cast<char>(engine());
                break;
            case 1:
                text.erase(at, 1 + engine() % 4);
                break;
            default:
                text.insert(at, text.substr(at, 1 + engine() % 8));
        }
    }
    return text;
}

using Property = std::string (*)(std::string_view);

void holds_for_corpus_and_damage(const std::string& name, Property problem) {
    std::mt19937 engine(20261120);
    const auto inputs = corpus(name);
    ASSERT_GE(inputs.size(), 8U);
    for (const auto& input : inputs) {
        EXPECT_EQ(problem(input), "") << printable(input);
        for (int i = 0; i < 300; ++i) {
            const auto bad = damaged(input, engine);
            ASSERT_EQ(problem(bad), "") << printable(bad, 2000);
        }
    }
}

void holds_for_random_bytes(Property problem) {
    std::mt19937 engine(6749);
    for (int i = 0; i < 3000; ++i) {
        std::string bytes(engine() % 200, '\0');
        for (char& c : bytes) c = static_cast<char>(engine());
        ASSERT_EQ(problem(bytes), "") << hex_encode(bytes);
    }
}

TEST(TokenResponseProperties, HoldForTheCorpusAndItsDamage) {
    holds_for_corpus_and_damage("token_response", token_response_problem);
}
TEST(TokenResponseProperties, HoldForRandomBytes) {
    holds_for_random_bytes(token_response_problem);
}

TEST(RedirectQueryProperties, HoldForTheCorpusAndItsDamage) {
    holds_for_corpus_and_damage("redirect_query", redirect_query_problem);
}
TEST(RedirectQueryProperties, HoldForRandomBytes) {
    holds_for_random_bytes(redirect_query_problem);
}

TEST(TokenResponseProperties, EveryControlCharacterInATokenIsRefused) {
    for (int c = 0; c < 256; ++c) {
        const std::string escape = "\\u00" + hex_encode(std::string(1, static_cast<char>(c)));
        const http::Response response{
            200, {}, R"({"token_type":"Bearer","access_token":"a)" + escape + "\"}"};
        const auto outcome = oauth::parse_token_response({}, response, from_unix(0));
        EXPECT_EQ(std::holds_alternative<oauth::TokenSet>(outcome), c >= 0x20 && c <= 0x7E) << c;
    }
}

}  // namespace
}  // namespace roadcase::test
