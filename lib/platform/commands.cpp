#include "platform/commands.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

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
/// How late somebody who gives up is noticed.
constexpr milliseconds glance{100};

/// How long a command is waited for.
class Patience {
  public:
    explicit Patience(const CommandTerms& terms)
        : until_(std::chrono::steady_clock::now() + terms.deadline), given_up_(terms.given_up) {}

    bool is_over() const { return std::chrono::steady_clock::now() >= until_ || (given_up_ && given_up_()); }
    SteadyTime next_glance() const {
        return given_up_ ? std::min(until_, std::chrono::steady_clock::now() + glance) : until_;
    }

  private:
    SteadyTime until_;
    const std::function<bool()>& given_up_;
};

struct Pipe {
    Descriptor read_end;
    Descriptor write_end;
};

std::optional<Pipe> make_pipe() {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return std::nullopt;
    return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
}

/// Memory that reads like a file, from its beginning.
std::optional<Descriptor> readable_memory(std::string_view text) {
    Descriptor memory(::memfd_create("input", MFD_CLOEXEC));
    while (memory && !text.empty()) {
        const auto put = ::write(memory.get(), text.data(), text.size());
        if (put < 0 && errno == EINTR) continue;
        if (put <= 0) return std::nullopt;
        text.remove_prefix(static_cast<std::size_t>(put));
    }
    if (!memory || ::lseek(memory.get(), 0, SEEK_SET) != 0) return std::nullopt;
    return memory;
}

tl::unexpected<Error> command_failed(const std::vector<std::string>& argv, ErrorKind kind, std::string what) {
    const auto name = argv.empty() ? std::string("(empty)") : printable(argv[0]);
    return fail(kind, "", "The command " + name + " " + std::move(what), "", "Try it in a terminal.");
}

/// Readable when the child has ended. None where the kernel has no such thing: then only its output says so.
Descriptor watch_end(pid_t child) {
    return Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
}

enum class Waited { readable, ended, too_late };

bool is_readable(int fd) {
    pollfd entry{fd, POLLIN, 0};
    return ::poll(&entry, 1, 0) > 0;
}

/// Until there is something to read, or the child has ended and there is nothing: others may hold its output
/// open for as long as they like.
Waited wait_for_output(int fd, int end, const Patience& patience) {
    while (!patience.is_over()) {
        const auto left =
            std::chrono::ceil<milliseconds>(patience.next_glance() - std::chrono::steady_clock::now());
        pollfd entries[] = {{fd, POLLIN, 0}, {end, POLLIN, 0}};
        const int ready =
            ::poll(entries, 2, static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 1 << 30)));
        if (ready < 0 && errno != EINTR) return Waited::too_late;
        if (ready <= 0) continue;
        // Looked at once more: it may have written after the one look and ended before the other.
        return entries[0].revents != 0 || is_readable(fd) ? Waited::readable : Waited::ended;
    }
    return Waited::too_late;
}

enum class Ending { complete, too_long, too_late };

Ending read_output(int fd, int end, std::string& output, const Patience& patience) {
    // One buffer for the whole: growing would leave copies of a secret behind.
    output.resize(max_output + 1);
    std::size_t size = 0;
    while (size < output.size()) {
        const auto waited = wait_for_output(fd, end, patience);
        if (waited == Waited::too_late) return Ending::too_late;
        if (waited == Waited::ended) break;
        const auto got = ::read(fd, output.data() + size, output.size() - size);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        size += static_cast<std::size_t>(got);
    }
    output.resize(size);
    return size > max_output ? Ending::too_long : Ending::complete;
}

std::optional<int> exit_of(pid_t child, const Patience& patience) {
    do {
        if (const auto status = wait_for_exit(child, patience.next_glance())) return status;
    } while (!patience.is_over());
    return std::nullopt;
}

Result<CommandEnd> end_of(const std::vector<std::string>& argv, pid_t child, int output_fd,
                          const Patience& patience) {
    std::string output;
    const auto end = watch_end(child);
    const auto ending = read_output(output_fd, end.get(), output, patience);
    Secret secret(std::move(output));
    const auto status = ending == Ending::complete ? exit_of(child, patience) : std::nullopt;
    if (status) return CommandEnd{*status, std::move(secret)};
    kill_and_reap(child);
    if (ending == Ending::too_long) return command_failed(argv, ErrorKind::config, "wrote more than 64 KiB.");
    return command_failed(argv, ErrorKind::timeout, "did not end in time.");
}

}  // namespace

Result<CommandEnd> run_to_end(const std::vector<std::string>& argv, const CommandTerms& terms) {
    const Patience patience(terms);
    auto pipe = make_pipe();
    auto input = readable_memory(terms.input.value_or(""));
    if (!pipe || !input) return command_failed(argv, ErrorKind::internal, "could not be started.");
    const auto child = spawn(argv,
                             {.input = terms.input ? input->get() : -1,
                              .output = pipe->write_end.get(),
                              .own_errors = terms.own_errors},
                             terms.environment ? &*terms.environment : nullptr);
    if (!child) return command_failed(argv, ErrorKind::config, "could not be started.");
    pipe->write_end.reset();
    return end_of(argv, *child, pipe->read_end.get(), patience);
}

Result<Secret> run_command(const std::vector<std::string>& argv, milliseconds deadline) {
    auto end = run_to_end(argv, {.deadline = deadline, .own_errors = true});
    if (!end) return fail(std::move(end.error()));
    if (end->status != 0)
        return command_failed(argv, ErrorKind::config,
                              "failed with exit status " + std::to_string(end->status) + ".");
    return std::move(end->output);
}

}  // namespace roadcase::platform
