#include <fcntl.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>

#include "core/text.h"
#include "platform/descriptor.h"
#include "platform/process.h"
#include "platform/spawn.h"

namespace roadcase::platform {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

constexpr std::size_t max_output = 65'536;

struct Pipe {
    Descriptor read_end;
    Descriptor write_end;
};

std::optional<Pipe> make_pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return std::nullopt;
    return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

tl::unexpected<Error> command_failed(const std::vector<std::string>& argv, ErrorKind kind, std::string what) {
    const auto name = argv.empty() ? std::string("(empty)") : printable(argv[0]);
    return fail(kind, "", "The command " + name + " " + std::move(what), "", "Try it in a terminal.");
}

bool readable_before(int fd, SteadyTime deadline) {
    for (;;) {
        const auto left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
        pollfd entry{fd, POLLIN, 0};
        const int ready =
            ::poll(&entry, 1, static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 1 << 30)));
        if (ready > 0) return true;
        if (ready == 0 || errno != EINTR) return false;
    }
}

enum class Ending { complete, too_long, too_late };

Ending read_output(int fd, std::string& output, SteadyTime deadline) {
    // One buffer for the whole: growing would leave copies of a secret behind.
    output.resize(max_output + 1);
    std::size_t size = 0;
    while (size < output.size()) {
        if (!readable_before(fd, deadline)) return Ending::too_late;
        const auto got = ::read(fd, output.data() + size, output.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        size += static_cast<std::size_t>(got);
    }
    output.resize(size);
    return size > max_output ? Ending::too_long : Ending::complete;
}

}  // namespace

Result<Secret> run_command(const std::vector<std::string>& argv, milliseconds deadline) {
    const auto until = std::chrono::steady_clock::now() + deadline;
    auto pipe = make_pipe();
    if (!pipe) return command_failed(argv, ErrorKind::internal, "could not be started.");
    const auto child = spawn(argv, {.input = -1, .output = pipe->write_end.get(), .own_errors = true});
    if (!child) return command_failed(argv, ErrorKind::config, "could not be started.");
    pipe->write_end.reset();

    std::string output;
    const auto ending = read_output(pipe->read_end.get(), output, until);
    Secret secret(std::move(output));
    const auto status = ending == Ending::complete ? wait_for_exit(*child, until) : std::nullopt;
    if (!status) {
        kill_and_reap(*child);
        if (ending == Ending::too_long)
            return command_failed(argv, ErrorKind::config, "wrote more than 64 KiB.");
        return command_failed(argv, ErrorKind::timeout, "did not end in time.");
    }
    if (*status != 0)
        return command_failed(argv, ErrorKind::config,
                              "failed with exit status " + std::to_string(*status) + ".");
    return secret;
}

}  // namespace roadcase::platform
