#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "platform/process.h"
#include "platform/spawn.h"
#include "support/temp_dir.h"

namespace roadcase::platform {
namespace {

/// A program that sleeps, under a name of our choice.
class Sleeper {
  public:
    Sleeper(const test::TempDir& directory, const std::string& name) {
        const auto file = directory / name;
        std::filesystem::copy_file("/bin/sleep", file);
        child_ = spawn({file, "60"}, {});
        // posix_spawn returns when it runs: its name is there.
        EXPECT_TRUE(child_.has_value());
    }
    ~Sleeper() {
        if (child_) kill_and_reap(*child_);
    }
    Sleeper(const Sleeper&) = delete;
    Sleeper& operator=(const Sleeper&) = delete;

  private:
    std::optional<pid_t> child_;
};

TEST(Streaming, IsSeenByTheNameOfAProgramThatRuns) {
    if (is_streaming()) GTEST_SKIP() << "somebody streams from here";
    const test::TempDir directory;
    {
        const Sleeper other(directory, "obs-not");
        EXPECT_FALSE(is_streaming());
    }
    {
        const Sleeper obs(directory, "obs");
        EXPECT_TRUE(is_streaming());
    }
    EXPECT_FALSE(is_streaming()) << "it has ended";
}

}  // namespace
}  // namespace roadcase::platform
