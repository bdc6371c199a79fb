#include "platform/paths.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <map>

#include "support/temp_dir.h"

namespace roadcase::platform {
namespace {

using Variables = std::map<std::string, std::string>;

Environment environment(Variables variables) {
    return [variables = std::move(variables)](const char* name) -> const char* {
        const auto found = variables.find(name);
        return found == variables.end() ? nullptr : found->second.c_str();
    };
}

struct Case {
    const char* name;
    Variables variables;
    Paths expected;
};

const Case cases[] = {
    {"only HOME",
     {{"HOME", "/home/nova"}},
     {"/home/nova/.config/roadcase/config.toml", "/home/nova/.local/share/roadcase",
      "/home/nova/.local/state/roadcase", "/home/nova/.local/state/roadcase/run"}},
    {"every XDG variable",
     {{"HOME", "/home/nova"},
      {"XDG_CONFIG_HOME", "/c"},
      {"XDG_DATA_HOME", "/d"},
      {"XDG_STATE_HOME", "/s"},
      {"XDG_RUNTIME_DIR", "/run/user/1000"}},
     {"/c/roadcase/config.toml", "/d/roadcase", "/s/roadcase", "/run/user/1000/roadcase"}},
    {"relative and empty XDG values are ignored",
     {{"HOME", "/home/nova"},
      {"XDG_CONFIG_HOME", "c"},
      {"XDG_DATA_HOME", "./d"},
      {"XDG_STATE_HOME", ""},
      {"XDG_RUNTIME_DIR", "run"}},
     {"/home/nova/.config/roadcase/config.toml", "/home/nova/.local/share/roadcase",
      "/home/nova/.local/state/roadcase", "/home/nova/.local/state/roadcase/run"}},
    {"ROADCASE_HOME holds everything",
     {{"HOME", "/home/nova"}, {"XDG_DATA_HOME", "/d"}, {"ROADCASE_HOME", "/stick/roadcase/"}},
     {"/stick/roadcase/config.toml", "/stick/roadcase", "/stick/roadcase", "/stick/roadcase/run"}},
    {"ROADCASE_HOME alone suffices", {{"ROADCASE_HOME", "/r"}}, {"/r/config.toml", "/r", "/r", "/r/run"}},
    {"ROADCASE_CONFIG names the file only",
     {{"ROADCASE_HOME", "/r"}, {"ROADCASE_CONFIG", "/etc/roadcase.toml"}},
     {"/etc/roadcase.toml", "/r", "/r", "/r/run"}},
};

TEST(Paths, FollowTheEnvironment) {
    for (const auto& [name, variables, expected] : cases) {
        SCOPED_TRACE(name);
        const auto paths = find_paths(environment(variables));
        ASSERT_TRUE(paths);
        EXPECT_EQ(paths->config_file, expected.config_file);
        EXPECT_EQ(paths->data, expected.data);
        EXPECT_EQ(paths->state, expected.state);
        EXPECT_EQ(paths->runtime, expected.runtime);
    }
}

TEST(Paths, ARelativeHomeOfOursIsMadeAbsolute) {
    const auto here = std::filesystem::current_path().string();
    const auto paths =
        find_paths(environment({{"ROADCASE_HOME", "a/../portable"}, {"ROADCASE_CONFIG", "my.toml"}}));
    ASSERT_TRUE(paths);
    EXPECT_EQ(paths->data, here + "/portable");
    EXPECT_EQ(paths->config_file, here + "/my.toml");
}

TEST(Paths, WithoutAnyHomeThereIsNone) {
    for (const auto& variables : {Variables{}, Variables{{"HOME", ""}}, Variables{{"HOME", "relative"}}}) {
        const auto paths = find_paths(environment(variables));
        ASSERT_FALSE(paths);
        EXPECT_EQ(paths.error().kind, ErrorKind::config);
        EXPECT_NE(paths.error().next.find("ROADCASE_HOME"), std::string::npos);
    }
}

TEST(Paths, PrepareMakesTheDirectoriesForUsAlone) {
    const test::TempDir temp;
    const auto paths = find_paths(environment({{"HOME", temp / "home"}}));
    ASSERT_TRUE(paths);
    ASSERT_TRUE(prepare(*paths));
    ASSERT_TRUE(prepare(*paths)) << "a second start finds them";
    for (const auto& directory : {paths->data, paths->state, paths->runtime}) {
        struct stat info {};
        ASSERT_EQ(::stat(directory.c_str(), &info), 0) << directory;
        EXPECT_EQ(info.st_mode & 07777, 0700u) << directory;
    }
    EXPECT_FALSE(std::filesystem::exists(paths->config_file));
}

TEST(Paths, PrepareRefusesADirectoryOthersCanEnter) {
    const test::TempDir temp;
    const auto paths = find_paths(environment({{"ROADCASE_HOME", temp / "home"}}));
    ASSERT_TRUE(prepare(*paths));
    ::chmod(paths->data.c_str(), 0750);
    const auto refused = prepare(*paths);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "E105");
    EXPECT_EQ(refused.error().next, "chmod 700 " + paths->data);
}

}  // namespace
}  // namespace roadcase::platform
