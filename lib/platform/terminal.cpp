#include "platform/terminal.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string_view>

#include "platform/descriptor.h"

namespace roadcase::platform {
namespace {

constexpr std::size_t longest_line = 4096;  // what a terminal keeps of one
constexpr char interrupt = '\x03';          // Ctrl-C

/// Off as long as it lives. Interrupts wait until the echo is back, else the shell would stay silent.
class Quiet {
  public:
    explicit Quiet(int terminal) : terminal_(terminal) {
        sigset_t held;
        sigemptyset(&held);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP}) sigaddset(&held, signal);
        ::pthread_sigmask(SIG_BLOCK, &held, &signals_);
        good_ = ::tcgetattr(terminal_, &before_) == 0;
        auto quiet = before_;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
        quiet.c_cc[VEOL] = interrupt;  // else it would wait for the end of the line
        good_ = good_ && ::tcsetattr(terminal_, TCSAFLUSH, &quiet) == 0;
    }
    ~Quiet() {
        if (good_) ::tcsetattr(terminal_, TCSAFLUSH, &before_);
        ::pthread_sigmask(SIG_SETMASK, &signals_, nullptr);
    }
    Quiet(const Quiet&) = delete;
    Quiet& operator=(const Quiet&) = delete;
    bool good() const { return good_; }

  private:
    int terminal_;
    bool good_ = false;
    termios before_{};
    sigset_t signals_{};
};

void say(int terminal, std::string_view text) {
    while (!text.empty()) {
        const auto written = ::write(terminal, text.data(), text.size());
        if (written <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

/// With signals off, Ctrl-C arrives as a character and gives the question up.
bool read_line(int terminal, std::string& line) {
    line.resize(longest_line);  // once: growing would leave copies behind
    std::size_t size = 0;
    while (size < line.size()) {
        const auto got = ::read(terminal, line.data() + size, 1);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0 || line[size] == interrupt) return false;
        if (line[size] == '\n') break;
        ++size;
    }
    line.resize(size);
    return true;
}

}  // namespace

Result<Secret> ask_without_echo(const std::string& prompt) {
    const Descriptor terminal(::open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC));
    if (!terminal)
        return fail(ErrorKind::unavailable, "", "There is no terminal to ask on.", "Nobody could answer.");
    std::string line;
    const Quiet quiet(terminal.get());
    if (quiet.good()) say(terminal.get(), prompt);
    const bool answered = quiet.good() && read_line(terminal.get(), line);
    if (quiet.good()) say(terminal.get(), "\n");
    Secret secret(std::move(line));
    if (!answered)
        return fail(ErrorKind::invalid_request, "", "The question was not answered.", "Nothing was changed.");
    return secret;
}

int columns_of(int descriptor) {
    winsize size{};
    return ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace roadcase::platform
