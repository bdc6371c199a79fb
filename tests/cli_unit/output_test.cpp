#include "cli/output.h"

#include <gtest/gtest.h>

#include <map>
#include <sstream>

#include "cli/options.h"

namespace roadcase::cli {
namespace {

using Variables = std::map<std::string, std::string>;

Environment environment(const Variables& variables) {
    return [&variables](const char* name) {
        const auto found = variables.find(name);
        return found == variables.end() ? nullptr : found->second.c_str();
    };
}

TEST(Output, TheFirstLocaleVariableDecides) {
    const std::pair<Variables, bool> cases[] = {
        {{}, false},
        {{{"LANG", "de_DE.UTF-8"}}, true},
        {{{"LANG", "C.utf8"}}, true},
        {{{"LANG", "C.UTF-8"}, {"LC_ALL", "C"}}, false},
        {{{"LC_CTYPE", "en_US.UTF-8"}, {"LANG", "C"}}, true},
        {{{"LC_ALL", ""}, {"LANG", "C.UTF-8"}}, true},
        {{{"LC_ALL", "en_US.UTF-8"}, {"LC_CTYPE", "C"}}, true},
    };
    for (const auto& [variables, utf8] : cases) EXPECT_EQ(locale_is_utf8(environment(variables)), utf8);
}

TEST(Output, ColourFollowsFlagThenEnvironmentThenTerminal) {
    struct Case {
        const char* choice;
        bool terminal;
        Variables variables;
        bool color;
    };
    const Case cases[] = {
        {"auto", true, {{"TERM", "xterm"}}, true},
        {"auto", false, {{"TERM", "xterm"}}, false},
        {"auto", true, {{"TERM", "dumb"}}, false},
        {"auto", true, {{"NO_COLOR", "1"}}, false},
        {"auto", true, {{"NO_COLOR", ""}}, true},
        {"auto", false, {{"CLICOLOR_FORCE", "1"}}, true},
        {"auto", false, {{"CLICOLOR_FORCE", "0"}}, false},
        {"auto", false, {{"CLICOLOR_FORCE", "1"}, {"NO_COLOR", "1"}}, false},
        {"always", false, {{"NO_COLOR", "1"}}, true},
        {"never", true, {{"CLICOLOR_FORCE", "1"}}, false},
    };
    for (const auto& each : cases)
        EXPECT_EQ(wants_color(each.choice, each.terminal, environment(each.variables)), each.color)
            << each.choice;
}

TEST(Output, EverySymbolHasAnAsciiTwin) {
    const std::tuple<Mark, std::string, std::string> marks[] = {
        {Mark::ok, "✓", "ok"},     {Mark::connected, "●", "*"}, {Mark::attention, "▲", "!"},
        {Mark::trouble, "■", "x"}, {Mark::busy, "◔", "~"},      {Mark::none, "○", "-"}};
    for (const auto& [mark, utf8, ascii] : marks) {
        EXPECT_EQ(symbol(mark, {true, false}), utf8);
        EXPECT_EQ(symbol(mark, {false, false}), ascii);
        EXPECT_NE(symbol(mark, {true, true}).find("\x1b["), std::string::npos);
    }
}

TEST(Output, TablesAlignWhatIsSeen) {
    EXPECT_EQ(table({{"\x1b[32m●\x1b[0m", "ab", "x"}, {"*", "ä", ""}, {"*", "abc", "y"}}, 1),
              " \x1b[32m●\x1b[0m  ab   x\n *  ä\n *  abc  y\n");
    EXPECT_EQ(table({}, 2), "");
}

TEST(Output, AMaskTellsLengthAndLifeOnly) {
    const Secret secret("0123456789");
    EXPECT_EQ(masked(secret, seconds{59}, {true, false}), "•••••••• (10 characters, good for 59 s)");
    EXPECT_EQ(masked(secret, std::nullopt, {false, false}), "******** (10 characters)");
}

TEST(Output, ErrorsAreWhatWhyAndNext) {
    auto error = make_error(ErrorKind::config, "E104", "config.toml, line 14: unknown key.",
                            "redirect_url = 1\n^^^", "write redirect_uri");
    EXPECT_EQ(error_text(error),
              "roadcase: config.toml, line 14: unknown key. (E104)\nredirect_url = 1\n^^^\n"
              "Next: write redirect_uri\n");
    error = make_error(ErrorKind::unavailable, "", "Down.");
    error.retry_after = seconds{20};
    EXPECT_EQ(error_text(error), "roadcase: Down.\nNext: try again in 20 s\n");
    error.action_url = "http://localhost:3000/auth/x";
    EXPECT_EQ(error_text(error), "roadcase: Down.\nNext: open http://localhost:3000/auth/x\n");
    EXPECT_EQ(error_text(make_error(ErrorKind::internal, "", "a\x1b[2J")).find('\x1b'), std::string::npos);
}

TEST(Output, LongTextsEndBetweenWords) {
    EXPECT_EQ(shown("short\x1b"), "short\\x1B");
    const std::string words = "a provider that talks at length ";
    const auto text = words + words + words + words;
    EXPECT_EQ(shown(text), words + words + "a provider that…");
    EXPECT_EQ(sentence(text), text);
    EXPECT_EQ(shown(std::string(200, 'x')).substr(0, 40), std::string(40, 'x'));
}

TEST(Output, QuietKeepsDataErrorsAndWarnings) {
    std::ostringstream out;
    std::ostringstream err;
    Console console(out, err, {true, false}, {true, false}, true);
    console.print("data\n");
    console.report(Mark::ok, "done");
    console.talk("talk");
    console.warn("careful");
    console.error(make_error(ErrorKind::internal, "", "No."));
    EXPECT_EQ(out.str(), "data\n");
    EXPECT_EQ(err.str(), "▲ careful\nroadcase: No.\n");
}

TEST(Options, Durations) {
    const std::pair<const char*, std::optional<milliseconds>> cases[] = {
        {"90", milliseconds{90'000}},
        {"500ms", milliseconds{500}},
        {"30s", milliseconds{30'000}},
        {"5m", milliseconds{300'000}},
        {"12h", milliseconds{43'200'000}},
        {"30d", milliseconds{2'592'000'000}},
        {"", std::nullopt},
        {"0", std::nullopt},
        {"-5s", std::nullopt},
        {"5 m", std::nullopt},
        {"m", std::nullopt},
        {"1w", std::nullopt},
        {"1.5h", std::nullopt},
        {"3651d", std::nullopt},
        {"99999999999999999999", std::nullopt},
        {"9223372036854775807d", std::nullopt}};
    for (const auto& [text, expected] : cases) EXPECT_EQ(parse_duration(text), expected) << text;
}

}  // namespace
}  // namespace roadcase::cli
