#include "server/help_texts.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace roadcase::dashboard {
namespace {

using server::help_text;
using server::help_texts;

/// Every Ennn in the program's sources and templates.
std::set<std::string> codes_in_use() {
    std::set<std::string> codes;
    const std::regex number("\\bE[0-9]{3}\\b");
    const std::filesystem::path root{ROADCASE_SOURCE_DIR};
    for (const auto* folder : {"lib", "app", "web"})
        for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
            if (!entry.is_regular_file() || entry.path().filename() == "help_texts.cpp") continue;
            std::ostringstream text;
            text << std::ifstream(entry.path()).rdbuf();
            const auto source = text.str();
            for (std::sregex_iterator at(source.begin(), source.end(), number), end; at != end; ++at)
                codes.insert(at->str());
        }
    return codes;
}

TEST(HelpTexts, EveryMessageOfTheProgramHasOne) {
    const auto codes = codes_in_use();
    EXPECT_GT(codes.size(), 40U);
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
