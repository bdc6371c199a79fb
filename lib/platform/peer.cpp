#include <sys/socket.h>

#include "platform/process.h"
#include "platform/socket_diag.h"
#include "platform/socket_table.h"

namespace roadcase::platform {
namespace {

using NameOf = int (*)(int, sockaddr*, socklen_t*);

std::optional<Endpoint> end_of(int socket, NameOf name_of) {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    if (name_of(socket, reinterpret_cast<sockaddr*>(&address), &size) != 0) return std::nullopt;
    return endpoint_of(address);
}

}  // namespace

std::optional<uid_t> peer_uid(int unix_socket) {
    int family = 0;
    socklen_t size = sizeof family;
    // Other families answer the next question too, with nonsense.
    if (::getsockopt(unix_socket, SOL_SOCKET, SO_DOMAIN, &family, &size) != 0 || family != AF_UNIX)
        return std::nullopt;
    ucred peer{};
    size = sizeof peer;
    if (::getsockopt(unix_socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0 || peer.pid == 0)
        return std::nullopt;
    return peer.uid;
}

std::optional<uid_t> tcp_peer_uid(int tcp_socket) {
    const auto ours = end_of(tcp_socket, ::getsockname);
    const auto theirs = end_of(tcp_socket, ::getpeername);
    if (!ours || !theirs) return std::nullopt;
    const auto asked = ask_for_socket(*theirs, *ours);
    const auto row = asked ? *asked : look_for_socket(*theirs, *ours);
    if (!row || row->inode == 0) return std::nullopt;
    return row->uid;
}

}  // namespace roadcase::platform
