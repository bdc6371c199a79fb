#include "platform/spawn.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <system_error>
#include <thread>

namespace roadcase::platform {
namespace {

constexpr std::array inherited{"PATH",
                               "HOME",
                               "USER",
                               "LOGNAME",
                               "SHELL",
                               "LANG",
                               "LC_ALL",
                               "TZ",
                               "TMPDIR",
                               "DISPLAY",
                               "WAYLAND_DISPLAY",
                               "XAUTHORITY",
                               "XDG_RUNTIME_DIR",
                               "XDG_DATA_HOME",
                               "XDG_CONFIG_HOME",
                               "XDG_SESSION_TYPE",
                               "DBUS_SESSION_BUS_ADDRESS",
                               "PULSE_SERVER"};

class Actions {
  public:
    Actions() { ::posix_spawn_file_actions_init(&actions_); }
    ~Actions() { ::posix_spawn_file_actions_destroy(&actions_); }
    Actions(const Actions&) = delete;
    Actions& operator=(const Actions&) = delete;

    void give(int fd, int as) { ::posix_spawn_file_actions_adddup2(&actions_, fd, as); }
    void give_nothing(int as) { ::posix_spawn_file_actions_addopen(&actions_, as, "/dev/null", O_RDWR, 0); }
    void close_the_rest() { ::posix_spawn_file_actions_addclosefrom_np(&actions_, 3); }
    const posix_spawn_file_actions_t* get() const { return &actions_; }

  private:
    posix_spawn_file_actions_t actions_{};
};

/// Signals as any program expects them, whatever we ignore or block.
class Attributes {
  public:
    Attributes() {
        ::posix_spawnattr_init(&attributes_);
        sigset_t none;
        sigset_t all;
        sigemptyset(&none);
        sigfillset(&all);
        ::posix_spawnattr_setsigmask(&attributes_, &none);
        ::posix_spawnattr_setsigdefault(&attributes_, &all);
        ::posix_spawnattr_setflags(&attributes_,
                                   POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSID);
    }
    ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
    Attributes(const Attributes&) = delete;
    Attributes& operator=(const Attributes&) = delete;

    const posix_spawnattr_t* get() const { return &attributes_; }

  private:
    posix_spawnattr_t attributes_{};
};

/// As exec wants them: pointers, the last one null.
std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (const auto& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

void reap(pid_t child) {
    while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) continue;
}

}  // namespace

std::optional<pid_t> spawn(const std::vector<std::string>& argv, const ChildStreams& streams,
                           const std::vector<std::string>* environment) {
    if (argv.empty()) return std::nullopt;
    const auto words = pointers_to(argv);
    const auto variables = environment != nullptr ? pointers_to(*environment) : std::vector<char*>();

    Actions actions;
    if (streams.output >= 0) actions.give(streams.output, STDOUT_FILENO);
    if (streams.input >= 0) actions.give(streams.input, STDIN_FILENO);
    if (streams.output < 0) actions.give_nothing(STDOUT_FILENO);
    if (streams.input < 0) actions.give_nothing(STDIN_FILENO);
    if (!streams.own_errors) actions.give_nothing(STDERR_FILENO);
    actions.close_the_rest();

    pid_t child = -1;
    const Attributes attributes;
    auto* const* env = environment != nullptr ? variables.data() : environ;
    if (::posix_spawnp(&child, words[0], actions.get(), attributes.get(), words.data(), env) != 0)
        return std::nullopt;
    return child;
}

std::vector<std::string> ordinary_environment() {
    std::vector<std::string> variables;
    for (const char* name : inherited)
        if (const char* value = std::getenv(name)) variables.push_back(std::string(name) + "=" + value);
    return variables;
}

std::optional<int> wait_for_exit(pid_t child, std::chrono::steady_clock::time_point deadline) {
    for (;;) {
        int status = 0;
        const auto ended = ::waitpid(child, &status, WNOHANG);
        if (ended == child) return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
        if (ended < 0 && errno != EINTR) return 127;
        if (std::chrono::steady_clock::now() >= deadline) return std::nullopt;
        std::this_thread::sleep_for(std::chrono::milliseconds{5});
    }
}

void kill_and_reap(pid_t child) {
    // It leads a session of its own, so this reaches what it started too.
    ::kill(-child, SIGKILL);
    ::kill(child, SIGKILL);
    reap(child);
}

void let_go(pid_t child) {
    try {
        std::thread(reap, child).detach();
    } catch (const std::system_error&) {
        return;  // no thread to be had: the zombie goes when we do
    }
}

}  // namespace roadcase::platform
