#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>

#include <csignal>
#include <cstdlib>
#include <fstream>

#include "core/encoding.h"
#include "platform/clipboard.h"
#include "platform/commands.h"
#include "platform/descriptor.h"
#include "platform/files.h"
#include "platform/process.h"
#include "platform/spawn.h"
#include "support/temp_dir.h"

namespace roadcase::platform {
namespace {

constexpr milliseconds patience{10'000};

Result<Secret> shell(const std::string& script, milliseconds deadline = patience) {
    return run_command({"sh", "-c", script}, deadline);
}

TEST(Commands, GiveTheirOutputAsItIs) {
    const auto output = run_command({"printf", "%s\\n", "a b;$HOME"}, patience);
    ASSERT_TRUE(output);
    EXPECT_EQ(output->reveal(), "a b;$HOME\n") << "no shell has seen it";
}

TEST(Commands, SeeNothingOfOurs) {
    const Descriptor ours(::open("/dev/zero", O_RDONLY));
    EXPECT_EQ(shell("cat")->reveal(), "") << "standard input is empty";
    EXPECT_EQ(shell("ls -l /proc/self/fd")->reveal().find("/dev/zero"), std::string::npos);
}

TEST(Commands, HaveTheUsualSignals) {
    const auto before = ::signal(SIGPIPE, SIG_IGN);
    const auto ignored = shell("sed -n 's/SigIgn:\\t/0x/p' /proc/self/status");
    ::signal(SIGPIPE, before);
    ASSERT_TRUE(ignored);
    constexpr auto ordinary = (1ull << 31) - 1;  // the C library keeps two of the others for itself
    EXPECT_EQ(std::stoull(ignored->reveal(), nullptr, 16) & ordinary, 0u);
}

TEST(Commands, FailInWords) {
    const struct {
        std::vector<std::string> argv;
        ErrorKind kind;
        const char* title;
    } table[] = {
        {{}, ErrorKind::config, "The command (empty) could not be started."},
        {{"roadcase-no-such-program", "hunter2"},
         ErrorKind::config,
         "The command roadcase-no-such-program could not be started."},
        {{"sh", "-c", "echo hunter2; exit 3"},
         ErrorKind::config,
         "The command sh failed with exit status 3."},
        {{"sh", "-c", "kill -TERM $$; : hunter2"},
         ErrorKind::config,
         "The command sh failed with exit status 143."},
        {{"sh", "-c", "head -c 65537 /dev/zero; : hunter2"},
         ErrorKind::config,
         "The command sh wrote more than 64 KiB."},
        {{"sh", "-c", "yes hunter2"}, ErrorKind::config, "The command sh wrote more than 64 KiB."},
    };
    for (const auto& [argv, kind, title] : table) {
        const auto output = run_command(argv, patience);
        ASSERT_FALSE(output) << title;
        EXPECT_EQ(output.error().kind, kind);
        EXPECT_EQ(output.error().title, title);
        EXPECT_EQ(output.error().one_line().find("hunter2"), std::string::npos);
    }
}

TEST(Commands, TheLimitIsExact) {
    const auto output = shell("head -c 65536 /dev/zero");
    ASSERT_TRUE(output);
    EXPECT_EQ(output->size(), 65536u);
}

TEST(Commands, EndAtTheDeadlineWithAllTheyStarted) {
    const test::TempDir temp;
    const auto fifo = temp / "alive";
    ASSERT_EQ(::mkfifo(fifo.c_str(), 0600), 0);
    // Both hold the output open, one only at second hand; another has closed it and lives on.
    for (const std::string rest : {"sleep 60", "sleep 60 & wait", "exec >&-; sleep 60"}) {
        const Descriptor alive(::open(fifo.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC));
        const auto output = shell("exec 9>" + fifo + "; echo >&9; " + rest, milliseconds{700});
        ASSERT_FALSE(output);
        EXPECT_EQ(output.error().kind, ErrorKind::timeout);
        char newline = 0;
        ASSERT_EQ(::read(alive.get(), &newline, 1), 1) << "it had begun";
        pollfd entry{alive.get(), POLLIN, 0};
        EXPECT_EQ(::poll(&entry, 1, 10'000), 1);
        EXPECT_NE(entry.revents & POLLHUP, 0) << "everybody who held it is gone: " << rest;
    }
}

TEST(Commands, WhatTheyLeaveBehindIsNotWaitedFor) {
    const auto before = std::chrono::steady_clock::now();
    const auto output = shell("echo said; sleep 60 & echo $!; exit 0");
    EXPECT_LT(std::chrono::steady_clock::now() - before, patience) << "it holds the output open";
    ASSERT_TRUE(output) << output.error().one_line();
    const auto text = std::string(output->reveal());
    ASSERT_TRUE(text.starts_with("said\n")) << text;
    const auto left = static_cast<pid_t>(std::stol(text.substr(5)));
    EXPECT_EQ(::kill(left, SIGKILL), 0) << "it lives on";
}

TEST(Commands, AllThatWasWrittenBeforeTheEndIsRead) {
    for (int i = 0; i < 20; ++i) {
        const auto output = shell("sleep 1 & printf %60000d 0");
        ASSERT_TRUE(output) << output.error().one_line();
        EXPECT_EQ(output->size(), 60'000u);
    }
}

TEST(Commands, GetAnInputThatTheyNeedNotRead) {
    const std::string much(1'000'000, 'x');
    const auto counted = run_to_end({"sh", "-c", "wc -c"}, {.deadline = patience, .input = much});
    ASSERT_TRUE(counted) << counted.error().one_line();
    EXPECT_EQ(std::stoi(counted->output.reveal()), 1'000'000);
    const auto ignored = run_to_end({"sh", "-c", "exit 7"}, {.deadline = patience, .input = much});
    ASSERT_TRUE(ignored);
    EXPECT_EQ(ignored->status, 7) << "an exit status is an answer";
}

TEST(Commands, GetTheEnvironmentTheyAreGiven) {
    ::setenv("PLANTED", "planted-environment-secret", 1);
    const auto all =
        run_to_end({"/usr/bin/env"}, {.deadline = patience, .environment = ordinary_environment()});
    const auto none = run_to_end({"/usr/bin/env"}, {.deadline = patience, .environment = {{"A=b"}}});
    ::unsetenv("PLANTED");
    ASSERT_TRUE(all && none);
    EXPECT_NE(all->output.reveal().find("PATH="), std::string::npos);
    EXPECT_EQ(all->output.reveal().find("planted"), std::string::npos);
    EXPECT_EQ(none->output.reveal(), "A=b\n");
}

TEST(Commands, EndWhenNobodyWaitsAnyMore) {
    for (const auto* script : {"sleep 60", "exec >&-; sleep 60"}) {
        int looks = 0;
        const auto ended = run_to_end({"sh", "-c", script}, {.deadline = milliseconds{60'000},
                                                             .given_up = [&] { return ++looks > 3; }});
        ASSERT_FALSE(ended);
        EXPECT_EQ(ended.error().kind, ErrorKind::timeout);
    }
}

/// The environment a desktop has, for one test.
class Desktop : public testing::Test {
  protected:
    Desktop() {
        for (const auto* name : {"BROWSER", "DISPLAY", "WAYLAND_DISPLAY"}) ::unsetenv(name);
        ::setenv("PATH", (temp.path() + ":" + path_before).c_str(), 1);
    }
    ~Desktop() override { ::setenv("PATH", path_before.c_str(), 1); }

    /// A program that writes its arguments and its input into a file of its own name.
    void install(const std::string& name, const std::string& after = "exit 0") {
        program(name, "{ printf '[%s]' \"$@\"; cat; } > " + (temp / name) + ".log\n" + after);
    }
    void program(const std::string& name, const std::string& script) {
        const auto path = temp / name;
        std::ofstream(path) << "#!/bin/sh\n" << script << "\n";
        ::chmod(path.c_str(), 0700);
    }
    std::string seen_by(const std::string& name) const {
        return read_file(temp / (name + ".log"), 1000)->value_or("not called");
    }

    test::TempDir temp;
    std::string path_before = std::getenv("PATH");
    const std::string url = "http://localhost:3000/auth?a=1&b=%20;id";
};

TEST_F(Desktop, WithoutAScreenThereIsNoBrowser) {
    install("xdg-open");
    EXPECT_FALSE(open_browser(url));
    EXPECT_FALSE(copy_to_clipboard(Secret("x")));
    EXPECT_EQ(seen_by("xdg-open"), "not called");
}

TEST_F(Desktop, OpensTheUsualBrowser) {
    install("xdg-open");
    for (const auto* screen : {"DISPLAY", "WAYLAND_DISPLAY"}) {
        ::setenv(screen, ":0", 1);
        EXPECT_TRUE(open_browser(url));
        EXPECT_EQ(seen_by("xdg-open"), "[" + url + "]");
        ::unsetenv(screen);
    }
}

TEST_F(Desktop, TheBrowserOfThePersonComesFirst) {
    install("xdg-open");
    install("broken", "exit 1");
    install("mine");
    ::setenv("DISPLAY", ":0", 1);
    ::setenv("BROWSER", "no-such-browser:broken:mine --new-window %s:xdg-open", 1);
    EXPECT_TRUE(open_browser(url));
    EXPECT_EQ(seen_by("broken"), "[" + url + "]");
    EXPECT_EQ(seen_by("mine"), "[--new-window][" + url + "]");
    EXPECT_EQ(seen_by("xdg-open"), "not called");
}

TEST_F(Desktop, ALauncherThatFailsIsNoBrowser) {
    install("xdg-open", "exit 3");
    ::setenv("DISPLAY", ":0", 1);
    EXPECT_FALSE(open_browser(url));
}

TEST_F(Desktop, OnlyWebAddressesAreOpened) {
    install("mine");
    ::setenv("BROWSER", "mine", 1);
    for (const auto* bad : {"", "--version", "file:///etc/passwd", "javascript:alert(1)", "http://a b",
                            "http://a\n", "https://a\"b", "https://a`id`"})
        EXPECT_FALSE(open_browser(bad)) << bad;
    EXPECT_EQ(seen_by("mine"), "not called");
}

TEST_F(Desktop, TheClipboardIsClearedOnlyOfWhatWasCopied) {
    const auto hash = hex_encode(sha256("token-value"));
    EXPECT_EQ(clear_clipboard_of(hash), Cleared::unknown) << "no screen";
    ::setenv("DISPLAY", ":0", 1);
    EXPECT_EQ(clear_clipboard_of(hash), Cleared::unknown) << "no program";
    const auto held = temp / "held";
    const auto content = [&] { return read_file(held, 1000)->value_or("no file"); };
    program("xclip", "case $3 in -out) exec cat " + held + " ;; *) exec cat > " + held + " ;; esac");
    EXPECT_TRUE(copy_to_clipboard(Secret("a recipe")));
    EXPECT_EQ(clear_clipboard_of(hash), Cleared::holds_another);
    EXPECT_EQ(content(), "a recipe");
    EXPECT_TRUE(copy_to_clipboard(Secret("token-value")));
    EXPECT_EQ(clear_clipboard_of(hash), Cleared::yes);
    EXPECT_EQ(content(), "");
}

TEST_F(Desktop, TheClipboardGetsTheTextThroughInput) {
    install("wl-copy");
    install("xclip", "exit 1");
    install("xsel");
    ::setenv("DISPLAY", ":0", 1);
    EXPECT_TRUE(copy_to_clipboard(Secret("token-value")));
    EXPECT_EQ(seen_by("xclip"), "[-selection][clipboard]token-value");
    EXPECT_EQ(seen_by("xsel"), "[--clipboard][--input]token-value");
    EXPECT_EQ(seen_by("wl-copy"), "not called");
    ::setenv("WAYLAND_DISPLAY", "wayland-0", 1);
    EXPECT_TRUE(copy_to_clipboard(Secret("other")));
    EXPECT_EQ(seen_by("wl-copy"), "[]other");
    ::unsetenv("WAYLAND_DISPLAY");
}

}  // namespace
}  // namespace roadcase::platform
