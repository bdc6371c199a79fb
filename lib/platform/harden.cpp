#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <csignal>

#include "platform/descriptor.h"
#include "platform/process.h"

namespace roadcase::platform {
namespace {

/// A file opened as descriptor 2 would receive whatever a library prints there.
void occupy_standard_descriptors() {
    int fd = ::open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= 2) fd = ::open("/dev/null", O_RDWR);
    Descriptor(fd).reset();
}

}  // namespace

void harden_process() {
    ::umask(077);
    ::prctl(PR_SET_DUMPABLE, 0);
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::signal(SIGPIPE, SIG_IGN);
    // A file that may not grow any more is a write that fails, not the end.
    ::signal(SIGXFSZ, SIG_IGN);
    occupy_standard_descriptors();
}

}  // namespace roadcase::platform
