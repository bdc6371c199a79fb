#include "platform/foreground.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "core/text.h"
#include "platform/descriptor.h"
#include "platform/process.h"

namespace roadcase::platform {
namespace {

std::vector<char*> pointers_to(const std::vector<std::string>& words) {
    std::vector<char*> pointers;
    pointers.reserve(words.size() + 1);
    for (const auto& word : words) pointers.push_back(const_cast<char*>(word.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

/// Between fork and exec: nothing here may allocate or lock. Gives errno back if it returns.
int become(const Program& program, char* const* argv, char* const* environment) {
    if (program.output >= 0 && ::dup2(program.output, STDOUT_FILENO) < 0) return errno;
    if (program.errors >= 0 && ::dup2(program.errors, STDERR_FILENO) < 0) return errno;
    for (const int kept : program.kept)
        if (::fcntl(kept, F_SETFD, 0) != 0) return errno;
    give_back_what_was_hardened();
    ::execvpe(argv[0], argv, environment);
    return errno;
}

Error cannot_start(const std::string& name, int reason) {
    const auto shown = "\"" + printable(name, 80) + "\"";
    if (reason == ENOENT || reason == ENOTDIR)
        return make_error(ErrorKind::not_found, "", "There is no program " + shown + ".",
                          "It is in no directory of PATH.");
    return make_error(ErrorKind::denied, "", shown + " could not be started.", std::strerror(reason));
}

/// The child's errno; 0 when it is another program by now.
int read_failure(int pipe) {
    int reason = 0;
    ssize_t got = -1;
    do got = ::read(pipe, &reason, sizeof reason);
    while (got < 0 && errno == EINTR);
    return got == sizeof reason ? reason : 0;
}

}  // namespace

Result<pid_t> start_in_front(const Program& program) {
    if (program.argv.empty()) return fail(ErrorKind::internal, "", "There is nothing to start.");
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) return fail(cannot_start(program.argv.front(), errno));
    Descriptor told(ends[0]);
    Descriptor tell(ends[1]);
    const auto argv = pointers_to(program.argv);
    const auto own = program.environment ? pointers_to(*program.environment) : std::vector<char*>{};
    char* const* environment = program.environment ? own.data() : environ;

    const auto child = ::fork();
    if (child == 0) {
        const int reason = become(program, argv.data(), environment);
        static_cast<void>(!::write(tell.get(), &reason, sizeof reason));
        ::_exit(127);
    }
    if (child < 0) return fail(cannot_start(program.argv.front(), errno));
    tell.reset();
    const int reason = read_failure(told.get());
    if (reason == 0) return child;
    while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) continue;
    return fail(cannot_start(program.argv.front(), reason));
}

int exit_code_of(int status) {
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace roadcase::platform
