#include "platform/process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "platform/descriptor.h"
#include "platform/forked.h"
#include "platform/sockets.h"
#include "support/temp_dir.h"

namespace roadcase::platform {
namespace {

using test::in_child;

int hardened() {
    harden_process();
    rlimit core{1, 1};
    ::getrlimit(RLIMIT_CORE, &core);
    struct sigaction pipe {};
    ::sigaction(SIGPIPE, nullptr, &pipe);
    if (::prctl(PR_GET_DUMPABLE) != 0) return 1;
    if (core.rlim_cur != 0) return 2;
    if (pipe.sa_handler != SIG_IGN) return 3;
    return ::umask(0) == 077 ? 0 : 4;
}

TEST(Harden, LeavesNothingForOthers) {
    EXPECT_EQ(in_child(hardened), 0);
}

TEST(Harden, NoFileBecomesStandardError) {
    const auto first_free = [] {
        ::close(STDIN_FILENO);
        ::close(STDERR_FILENO);
        harden_process();
        return ::open("/dev/null", O_RDONLY) > STDERR_FILENO ? 0 : 1;
    };
    EXPECT_EQ(in_child(first_free), 0);
}

TEST(Harden, OurOwnQuestionsStillFindAnswers) {
    const auto listening = test::listen_on(AF_INET, "127.0.0.1");
    const auto port = test::port_of(listening.get());
    const auto ask = [&] {
        harden_process();
        const auto client = test::connect_to(AF_INET, "127.0.0.1", port);
        const Descriptor accepted(::accept4(listening.get(), nullptr, nullptr, SOCK_CLOEXEC));
        if (tcp_peer_uid(accepted.get()) != ::geteuid()) return 1;
        if (program_on_port(port, false).empty()) return 2;
        return run_command({"true"}, milliseconds{10'000}) ? 0 : 3;
    };
    EXPECT_EQ(in_child(ask), 0);
}

class Lock : public testing::Test {
  protected:
    /// 0 when another process gets the lock, 1 when not, 2 for an error.
    int elsewhere() const {
        return in_child([&] {
            const auto lock = ProcessLock::acquire(path, milliseconds{0});
            return !lock ? 2 : lock->has_value() ? 0 : 1;
        });
    }
    test::TempDir temp;
    std::string path = temp / "roadcase.lock";
};

TEST_F(Lock, OneHolderAtATime) {
    {
        const auto lock = ProcessLock::acquire(path, milliseconds{0});
        ASSERT_TRUE(lock && *lock);
        EXPECT_EQ(elsewhere(), 1);
        EXPECT_FALSE(*ProcessLock::acquire(path, milliseconds{0})) << "not even in the same process";
    }
    EXPECT_EQ(elsewhere(), 0) << "released with its object";
    EXPECT_TRUE(std::filesystem::exists(path));
}

TEST_F(Lock, MovingKeepsItHeld) {
    std::optional<ProcessLock> kept;
    {
        auto lock = ProcessLock::acquire(path, milliseconds{0});
        kept = std::move(**lock);
    }
    EXPECT_EQ(elsewhere(), 1);
    kept.reset();
    EXPECT_EQ(elsewhere(), 0);
}

TEST_F(Lock, ADeadOwnerHoldsNothing) {
    const auto killed = in_child([&] {
        auto lock = ProcessLock::acquire(path, milliseconds{0});
        ::kill(::getpid(), lock && *lock ? SIGKILL : SIGCONT);
        return 0;
    });
    EXPECT_EQ(killed, 255);
    EXPECT_EQ(elsewhere(), 0);
}

TEST_F(Lock, WaitsForAHolderThatEnds) {
    int ready[2];
    ASSERT_EQ(::pipe2(ready, O_CLOEXEC), 0);
    const auto holder = ::fork();
    if (holder == 0) {
        const auto lock = ProcessLock::acquire(path, milliseconds{0});
        ::_exit(::write(ready[1], "x", 1) == 1 ? 0 : 1);
    }
    char byte = 0;
    ASSERT_EQ(::read(ready[0], &byte, 1), 1);
    const auto lock = ProcessLock::acquire(path, milliseconds{10'000});
    EXPECT_TRUE(lock && *lock);
    ::waitpid(holder, nullptr, 0);
    ::close(ready[0]);
    ::close(ready[1]);
}

TEST_F(Lock, TheFileIsOursAlone) {
    ASSERT_TRUE(ProcessLock::acquire(path, milliseconds{0}));
    struct stat info {};
    ASSERT_EQ(::stat(path.c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 07777, 0600u);

    std::filesystem::create_symlink(temp / "elsewhere", temp / "link");
    EXPECT_EQ(ProcessLock::acquire(temp / "link", milliseconds{0}).error().code, "E105");
    EXPECT_EQ(ProcessLock::acquire(temp / "no/such", milliseconds{0}).error().code, "E406");
}

TEST_F(Lock, IsNotInheritedByCommands) {
    const auto lock = ProcessLock::acquire(path, milliseconds{0});
    const auto open_files = run_command({"sh", "-c", "ls -l /proc/self/fd"}, milliseconds{10'000});
    ASSERT_TRUE(open_files);
    EXPECT_EQ(open_files->reveal().find("roadcase.lock"), std::string::npos);
}

}  // namespace
}  // namespace roadcase::platform
