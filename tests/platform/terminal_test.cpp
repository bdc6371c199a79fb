#include "platform/terminal.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>
#include <string>

namespace roadcase::platform {
namespace {

/// What a terminal shows until `needle` is there; waits ten seconds at most.
std::string seen_until(int terminal, const std::string& needle) {
    std::string seen;
    pollfd entry{terminal, POLLIN, 0};
    while (seen.find(needle) == std::string::npos && poll(&entry, 1, 10'000) > 0) {
        char piece[256];
        const auto got = read(terminal, piece, sizeof piece);
        if (got <= 0) break;
        seen.append(piece, static_cast<std::size_t>(got));
    }
    return seen;
}

/// Asks in a process with a terminal of its own, types `typed` there, and gives all that could be seen. The
/// process ends with 0 when `fits` likes its answer.
std::string screen(const std::string& typed, const std::function<bool(const Result<Secret>&)>& fits) {
    int terminal = -1;
    const pid_t child = forkpty(&terminal, nullptr, nullptr, nullptr);
    if (child == 0) {
        const bool good = fits(ask_without_echo("Passphrase: "));
        const std::string end = good ? "as expected" : "not as expected";
        _exit(write(STDOUT_FILENO, end.data(), end.size()) > 0 ? 0 : 1);
    }
    auto seen = seen_until(terminal, "Passphrase: ");
    EXPECT_EQ(write(terminal, typed.data(), typed.size()), static_cast<ssize_t>(typed.size()));
    seen += seen_until(terminal, "as expected");
    close(terminal);  // a process that still asks gives up now
    waitpid(child, nullptr, 0);
    return seen;
}

TEST(Terminal, TheAnswerIsReadAndNotShown) {
    const auto seen = screen("planted pass phrase\n", [](const Result<Secret>& answer) {
        return answer && *answer == Secret("planted pass phrase");
    });
    EXPECT_EQ(seen, "Passphrase: \r\nas expected");
}

TEST(Terminal, AnEmptyLineIsAnAnswer) {
    EXPECT_EQ(screen("\n", [](const Result<Secret>& answer) { return answer && answer->empty(); }),
              "Passphrase: \r\nas expected");
}

TEST(Terminal, ControlCGivesUp) {
    EXPECT_EQ(screen("planted\x03", [](const Result<Secret>& answer) { return !answer; }),
              "Passphrase: \r\nas expected");
}

TEST(Terminal, WithoutOneNothingIsAsked) {
    const pid_t child = fork();
    if (child == 0) {
        setsid();
        const auto answer = ask_without_echo("Passphrase: ");
        _exit(!answer && answer.error().kind == ErrorKind::unavailable ? 0 : 1);
    }
    int status = 0;
    waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

}  // namespace
}  // namespace roadcase::platform
