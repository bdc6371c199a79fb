#include "platform/notification.h"

#include <gmock/gmock.h>

#include "platform/commands.h"

namespace roadcase::platform {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::Not;

constexpr auto text = "Roadcase: \"Odd\" <b>name</b> needs you; $(touch x)";

TEST(Notification, IsOneWordOfEachCommand) {
    const auto commands = notification_commands(text);
    ASSERT_EQ(commands.size(), 3U);
    for (const auto& argv : commands) EXPECT_THAT(argv, Contains(text)) << argv.front();
    EXPECT_THAT(commands.front(), ElementsAre("notify-send", "--app-name=Roadcase", "--", text));
}

TEST(Notification, NoCommandIsAShell) {
    for (const auto& argv : notification_commands(text)) EXPECT_THAT(argv, Not(Contains("-c")));
}

TEST(Notifier, RunsWithADesktopProgramsEnvironmentAlone) {
    ::setenv("PLANTED_SECRET", "planted-environment-secret", 1);
    const std::string looks = "test -z \"$PLANTED_SECRET\" && test -n \"$PATH\"";
    EXPECT_TRUE(run_notifier({"sh", "-c", looks}, {}));
    ::unsetenv("PLANTED_SECRET");
    EXPECT_FALSE(run_notifier({"sh", "-c", "exit 3"}, {}));
    EXPECT_FALSE(run_notifier({"/no/such/program"}, {}));
}

TEST(Notifier, EndsWhenSomebodyGivesUp) {
    const auto began = std::chrono::steady_clock::now();
    EXPECT_FALSE(run_notifier({"sleep", "60"}, [] { return true; }));
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{4});
}

}  // namespace
}  // namespace roadcase::platform
