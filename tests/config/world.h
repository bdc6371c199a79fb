#pragma once

#include <gtest/gtest.h>

#include "config/config.h"

namespace roadcase::config {

/// An environment and a command of the test's own.
struct World {
    std::string directory = "/etc/roadcase";
    std::map<std::string, std::string> env;
    std::vector<std::vector<std::string>> runs;
    Result<Secret> output = Secret("from-command\n");

    Sources sources() {
        return {directory,
                [this](const char* name) -> const char* {
                    const auto it = env.find(name);
                    return it == env.end() ? nullptr : it->second.c_str();
                },
                [this](const std::vector<std::string>& argv) {
                    runs.push_back(argv);
                    return output;
                }};
    }
    Result<Config> parse(const std::string& text) { return parse_config(text, "config.toml", sources()); }
};

inline Config parsed(const std::string& text) {
    World world;
    auto config = world.parse(text);
    EXPECT_TRUE(config) << text << (config ? "" : config.error().one_line());
    return config ? std::move(*config) : Config{};
}

inline const oauth::Client& only_client(const Config& config) {
    EXPECT_EQ(config.clients.size(), 1u);
    return config.clients.front().client;
}

struct Wrong {
    const char* text;
    std::string title;
    const char* next = "";
};

inline void expect_problems(const std::vector<Wrong>& table) {
    for (const auto& row : table) {
        World world;
        const auto config = world.parse(row.text);
        ASSERT_FALSE(config) << row.text;
        EXPECT_EQ(config.error().title, "config.toml, " + row.title) << row.text;
        EXPECT_EQ(config.error().next, row.next) << row.text;
        EXPECT_EQ(config.error().kind, ErrorKind::config);
        EXPECT_EQ(config.error().code, "E104");
    }
}

}  // namespace roadcase::config
