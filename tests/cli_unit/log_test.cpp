#include "log.h"

#include <gtest/gtest.h>
#include <spdlog/details/log_msg.h>
#include <spdlog/formatter.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace roadcase {
namespace {

std::string line(LogFormat format, const std::string& text, spdlog::level::level_enum level) {
    spdlog::details::log_msg message("roadcase", level, text);
    message.time = spdlog::log_clock::time_point(std::chrono::seconds{1'795'000'000});
    spdlog::memory_buf_t into;
    make_log_formatter(format)->format(message, into);
    return {into.data(), into.size()};
}

TEST(Log, HasOneFormForEachReader) {
    const auto level = spdlog::level::info;
    EXPECT_EQ(line(LogFormat::text, "token.renewed twitch", level),
              "2026-11-18T11:06:40Z info token.renewed twitch\n");
    EXPECT_EQ(line(LogFormat::journal, "token.renewed twitch", level), "<6>token.renewed twitch\n");
    EXPECT_EQ(line(LogFormat::json, "token.renewed twitch", level),
              R"({"time":"2026-11-18T11:06:40Z","level":"info","message":"token.renewed twitch"})"
              "\n");
}

TEST(Log, LevelsAreThoseOfSyslog) {
    EXPECT_EQ(line(LogFormat::journal, "x", spdlog::level::debug), "<7>x\n");
    EXPECT_EQ(line(LogFormat::journal, "x", spdlog::level::warn), "<4>x\n");
    EXPECT_EQ(line(LogFormat::journal, "x", spdlog::level::err), "<3>x\n");
    EXPECT_EQ(line(LogFormat::journal, "x", spdlog::level::critical), "<2>x\n");
}

TEST(Log, AHostileTextStaysOnItsLine) {
    const std::string texts[] = {
        "a\n<2>forged",      "a\r\nb",          "\x1b[2Jgone",        std::string("a\0b", 3),
        "\",\"level\":\"x",  "\xff\xfe broken", "\xc2\x85 next line", std::string(100'000, 'x'),
        std::string(5, '\n')};
    for (const auto& text : texts)
        for (const auto format : {LogFormat::text, LogFormat::journal, LogFormat::json}) {
            const auto out = line(format, text, spdlog::level::info);
            EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 1) << out;
            EXPECT_EQ(out.back(), '\n');
            EXPECT_TRUE(std::none_of(out.begin(), out.end() - 1, [](unsigned char c) {
                return c < 0x20 || c == 0x7f;
            })) << out;
            EXPECT_LT(out.size(), 10'000U);
            if (format != LogFormat::json) continue;
            const auto object = nlohmann::json::parse(out, nullptr, false);
            ASSERT_TRUE(object.is_object()) << out;
            EXPECT_EQ(object.size(), 3U);
            EXPECT_EQ(object["level"], "info");
        }
}

TEST(Log, AutoMeansTheJournalOnlyWhenItListens) {
    struct stat status {};
    ASSERT_EQ(::fstat(STDERR_FILENO, &status), 0);
    const auto own = std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
    const auto with = [](std::string stream) {
        return [stream](const char* name) {
            return std::string_view(name) == "JOURNAL_STREAM" ? stream.c_str() : nullptr;
        };
    };
    EXPECT_EQ(log_format_of("auto", with(own), STDERR_FILENO), LogFormat::journal);
    EXPECT_EQ(log_format_of("auto", with("1:1"), STDERR_FILENO), LogFormat::text) << "inherited from a shell";
    EXPECT_EQ(log_format_of(
                  "auto", [](const char*) { return nullptr; }, STDERR_FILENO),
              LogFormat::text);
    EXPECT_EQ(log_format_of("text", with(own), STDERR_FILENO), LogFormat::text);
    EXPECT_EQ(log_format_of("json", with(own), STDERR_FILENO), LogFormat::json);
}

}  // namespace
}  // namespace roadcase
