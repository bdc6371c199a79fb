#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>

#include "server/front_listeners.h"

namespace roadcase::server {
namespace {

Error cannot_open(const std::string& path, std::string why) {
    return make_error(ErrorKind::config, "", "Roadcase cannot open its socket " + path + ".", std::move(why),
                      "Choose another server.socket in config.toml.");
}

std::string words(int error) {
    return std::string(std::strerror(error)) + ".";
}

/// The directory itself, not its name: what is checked here is what is used below.
Result<Descriptor> open_private_directory(const std::string& directory) {
    Descriptor fd(::open(directory.c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    struct stat status {};
    if (!fd || ::fstat(fd.get(), &status) != 0) return fail(cannot_open(directory, words(errno)));
    if (status.st_uid != ::geteuid() || (status.st_mode & 077) != 0)
        return fail(ErrorKind::config, "E105", "The directory " + directory + " is open to other users.",
                    "A program of another user could put its own socket there.", "chmod 700 " + directory);
    return fd;
}

/// The socket's address: its path, or where that is too long for the kernel, its name below the directory's
/// descriptor.
std::optional<sockaddr_un> address_of(const std::string& path, int directory, const std::string& name) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const bool fits = path.size() < sizeof address.sun_path;
    const std::string text = fits ? path : "/proc/self/fd/" + std::to_string(directory) + "/" + name;
    if (text.size() >= sizeof address.sun_path) return std::nullopt;
    text.copy(address.sun_path, text.size());
    return address;
}

Descriptor unix_socket() {
    return Descriptor(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
}

bool somebody_answers(const sockaddr_un& address) {
    const Descriptor probe = unix_socket();
    // A full queue (EAGAIN) is a server too.
    return ::connect(probe.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 ||
           errno != ECONNREFUSED;
}

/// Removes what a dead server left; nothing else is ever removed.
Status clear_stale(const std::string& path, int directory, const std::string& name,
                   const sockaddr_un& address) {
    struct stat status {};
    if (::fstatat(directory, name.c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0) {
        if (errno == ENOENT) return {};
        return fail(cannot_open(path, words(errno)));
    }
    if (!S_ISSOCK(status.st_mode))
        return fail(cannot_open(path, "Something that is no socket has that name."));
    if (somebody_answers(address))
        return fail(ErrorKind::config, "E103", "Roadcase is already running for this user.",
                    "A server answers on " + path + ".", "Open it with: roadcase open");
    if (::unlinkat(directory, name.c_str(), 0) != 0) return fail(cannot_open(path, words(errno)));
    return {};
}

}  // namespace

SocketFile::~SocketFile() {
    ::unlinkat(directory_.get(), name_.c_str(), 0);
}

Result<Listener> open_unix(const std::string& path) {
    const auto slash = path.rfind('/');
    if (slash == std::string::npos || slash + 1 == path.size())
        return fail(cannot_open(path, "It must be an absolute path of a file."));
    const std::string name = path.substr(slash + 1);
    auto directory = open_private_directory(path.substr(0, slash));
    if (!directory) return fail(directory.error());
    const auto address = address_of(path, directory->get(), name);
    if (!address) return fail(cannot_open(path, "Its name is too long."));
    if (auto cleared = clear_stale(path, directory->get(), name, *address); !cleared)
        return fail(cleared.error());

    Listener listener;
    listener.socket = unix_socket();
    // On Linux the mode of the socket, less the umask, becomes the mode of the file: never open to others,
    // not even for a moment.
    if (::fchmod(listener.socket.get(), 0600) != 0 ||
        ::bind(listener.socket.get(), reinterpret_cast<const sockaddr*>(&*address), sizeof *address) != 0)
        return fail(cannot_open(path, words(errno)));
    listener.file = std::make_unique<SocketFile>(std::move(*directory), name);
    if (::listen(listener.socket.get(), listen_backlog) != 0) return fail(cannot_open(path, words(errno)));
    return listener;
}

}  // namespace roadcase::server
