#include "platform/git_ignored.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "platform/process.h"
#include "support/temp_dir.h"

namespace roadcase::platform {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class GitIgnored : public testing::Test {
  protected:
    void SetUp() override {
        if (!git({"--version"})) GTEST_SKIP() << "git is not installed";
        ASSERT_TRUE(git({"init", "-q"}));
    }
    bool git(std::vector<std::string> words) {
        words.insert(words.begin(), {"git", "-C", temp.path()});
        return run_command(words, seconds{20}).has_value();
    }
    void write(const std::string& name, const std::string& text) { std::ofstream(temp / name) << text; }

    test::TempDir temp;
};

TEST_F(GitIgnored, AFileInAWorkTreeIsExposedUntilItIsIgnored) {
    EXPECT_EQ(git_standing(temp / ".cache"), GitStanding::exposed);
    const auto refused = refuse_what_git_takes(temp / ".cache");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, "E602");
    EXPECT_EQ(refused.error().title, (temp / ".cache") + " is inside a Git repository and not ignored.");
    EXPECT_THAT(refused.error().next, HasSubstr("echo .cache >> " + (temp / ".gitignore")));
    write(".gitignore", ".cache\n");
    EXPECT_EQ(git_standing(temp / ".cache"), GitStanding::ignored);
    EXPECT_TRUE(refuse_what_git_takes(temp / ".cache"));
    EXPECT_EQ(git_standing(temp / ".cache2"), GitStanding::exposed);
}

TEST_F(GitIgnored, AFileThatIsTrackedIsExposedWhateverIsIgnored) {
    write(".cache", "x");
    ASSERT_TRUE(git({"add", ".cache"}));
    write(".gitignore", ".cache\n");
    EXPECT_EQ(git_standing(temp / ".cache"), GitStanding::exposed);
}

TEST_F(GitIgnored, DirectoriesBelowAndWordsThatLookLikeFlags) {
    fs::create_directories(temp / "bots/deep");
    write(".gitignore", "bots/\n");
    EXPECT_EQ(git_standing(temp / "bots/deep/token"), GitStanding::ignored);
    EXPECT_EQ(git_standing(temp / "--help"), GitStanding::exposed);
    EXPECT_EQ(git_standing(temp / ":!x"), GitStanding::exposed);
}

TEST_F(GitIgnored, TheEnvironmentOfAHookDoesNotDecide) {
    ::setenv("GIT_DIR", "/nonexistent", 1);
    const auto standing = git_standing(temp / ".cache");
    ::unsetenv("GIT_DIR");
    EXPECT_EQ(standing, GitStanding::exposed);
}

TEST_F(GitIgnored, AWorkTreeThatGitCannotReadIsRefused) {
    fs::remove_all(temp / ".git");
    EXPECT_EQ(git_standing(temp / "token"), GitStanding::outside);
    EXPECT_TRUE(refuse_what_git_takes(temp / "token"));
    write(".git", "gitdir: /nonexistent\n");
    EXPECT_EQ(git_standing(temp / "token"), GitStanding::unknown);
    EXPECT_THAT(refuse_what_git_takes(temp / "token").error().title, HasSubstr("could not be asked"));
}

TEST_F(GitIgnored, WithoutTheProgramNobodyIsSure) {
    const std::string path = std::getenv("PATH");
    fs::create_directory(temp / "bin");
    fs::create_symlink("/usr/bin/env", temp / "bin/env");
    ::setenv("PATH", (temp / "bin").c_str(), 1);
    const auto standing = git_standing(temp / "token");
    ::setenv("PATH", path.c_str(), 1);
    EXPECT_EQ(standing, GitStanding::unknown);
}

}  // namespace
}  // namespace roadcase::platform
