#include "server/help_texts.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace roadcase::dashboard {
namespace {

using server::help_text;
using server::help_texts;

/// Every "Ennn" in a string literal of the program's sources.
std::set<std::string> codes_in_use() {
    std::set<std::string> codes;
    const std::filesystem::path root{ROADCASE_SOURCE_DIR};
    for (const auto* folder : {"lib", "app"})
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
            if (entry.path().extension() != ".cpp" || entry.path().filename() == "help_texts.cpp") continue;
            std::ostringstream text;
            text << std::ifstream(entry.path()).rdbuf();
            const auto source = text.str();
            for (auto at = source.find("\"E"); at != std::string::npos; at = source.find("\"E", at + 1)) {
                const auto code = source.substr(at + 1, 4);
                const bool digits = code.find_first_not_of("0123456789", 1) == std::string::npos;
                if (digits && code.size() == 4 && source[at + 5] == '"') codes.insert(code);
            }
        }
    return codes;
}

TEST(HelpTexts, EveryMessageOfTheProgramHasOne) {
    const auto codes = codes_in_use();
    EXPECT_GT(codes.size(), 10U);
    for (const auto& code : codes) EXPECT_NE(help_text(code), nullptr) << code;
}

TEST(HelpTexts, AreCompleteAndInOrder) {
    std::string_view last;
    for (const auto& text : help_texts()) {
        EXPECT_LT(last, text.code);
        last = text.code;
        EXPECT_TRUE(text.title.ends_with('.')) << text.code;
        EXPECT_FALSE(text.why.empty() || text.what_to_do.empty()) << text.code;
        for (const auto word : {"invalid", "went wrong", "sorry", "!"})
            EXPECT_EQ(text.title.find(word), std::string_view::npos) << text.code;
    }
}

TEST(HelpTexts, UnknownNumbersHaveNone) {
    for (const auto* code : {"", "E999", "e401", "E4011", "../E401"})
        EXPECT_EQ(help_text(code), nullptr) << code;
}

}  // namespace
}  // namespace roadcase::dashboard
