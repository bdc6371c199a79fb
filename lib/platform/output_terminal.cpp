#include "platform/output_terminal.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace roadcase::platform {

Result<OutputTerminal> open_output_terminal(int like) {
    OutputTerminal terminal;
    terminal.reader.reset(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
    std::array<char, 128> name{};
    const bool ready = terminal.reader && ::grantpt(terminal.reader.get()) == 0 &&
                       ::unlockpt(terminal.reader.get()) == 0 &&
                       ::ptsname_r(terminal.reader.get(), name.data(), name.size()) == 0;
    if (ready) terminal.writer.reset(::open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC));
    termios settings{};
    if (!terminal.writer || ::tcgetattr(terminal.writer.get(), &settings) != 0)
        return fail(ErrorKind::internal, "", "There is no terminal to be had for the program's output.",
                    "Without one its output cannot be masked.", "add --no-mask");
    // The real terminal does what terminals do with line ends; done twice it would be wrong.
    ::cfmakeraw(&settings);
    ::tcsetattr(terminal.writer.get(), TCSANOW, &settings);
    follow_size(terminal, like);
    return terminal;
}

void follow_size(const OutputTerminal& terminal, int like) {
    winsize size{};
    if (::ioctl(like, TIOCGWINSZ, &size) == 0) ::ioctl(terminal.reader.get(), TIOCSWINSZ, &size);
}

}  // namespace roadcase::platform
