#include "platform/socket_diag.h"

#include <arpa/inet.h>
#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/sock_diag.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

#include "platform/descriptor.h"

namespace roadcase::platform {
namespace {

struct Question {
    nlmsghdr header{};
    inet_diag_req_v2 request{};
};

struct Reply {
    nlmsghdr header{};
    union {
        nlmsgerr error;
        inet_diag_msg socket;
    } body{};
};

void put_address(const Endpoint& endpoint, __be32 (&out)[4]) {
    const std::size_t skipped = endpoint.is_ipv4() ? 12 : 0;
    std::memcpy(out, endpoint.address.data() + skipped, endpoint.address.size() - skipped);
}

Question question_for(const Endpoint& local, const Endpoint& remote) {
    Question question;
    question.header.nlmsg_len = sizeof question;
    question.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
    question.header.nlmsg_flags = NLM_F_REQUEST;
    auto& request = question.request;
    request.sdiag_family = local.is_ipv4() ? AF_INET : AF_INET6;
    request.sdiag_protocol = IPPROTO_TCP;
    request.idiag_states = ~0u;
    request.id.idiag_sport = htons(local.port);
    request.id.idiag_dport = htons(remote.port);
    put_address(local, request.id.idiag_src);
    put_address(remote, request.id.idiag_dst);
    request.id.idiag_cookie[0] = INET_DIAG_NOCOOKIE;
    request.id.idiag_cookie[1] = INET_DIAG_NOCOOKIE;
    return question;
}

std::optional<Reply> exchange(const Question& question) {
    const Descriptor netlink(::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
    if (!netlink || ::send(netlink.get(), &question, sizeof question, 0) != sizeof question)
        return std::nullopt;
    Reply reply;
    // The kernel answers while it is being asked, so there is nothing to wait for.
    const auto got = ::recv(netlink.get(), &reply, sizeof reply, MSG_DONTWAIT);
    const auto needed =
        reply.header.nlmsg_type == NLMSG_ERROR ? sizeof reply.body.error : sizeof reply.body.socket;
    if (got < static_cast<ssize_t>(sizeof reply.header + needed)) return std::nullopt;
    return reply;
}

}  // namespace

std::optional<std::optional<SocketRow>> ask_for_socket(const Endpoint& local, const Endpoint& remote) {
    const auto reply = exchange(question_for(local, remote));
    if (!reply) return std::nullopt;
    if (reply->header.nlmsg_type == NLMSG_ERROR && reply->body.error.error == -ENOENT)
        return std::optional<SocketRow>();
    if (reply->header.nlmsg_type != SOCK_DIAG_BY_FAMILY) return std::nullopt;
    const auto& found = reply->body.socket;
    // Without such a connection the kernel offers who listens on its port.
    if (found.id.idiag_dport != htons(remote.port)) return std::optional<SocketRow>();
    return std::optional(SocketRow{local, remote, false, found.idiag_uid, found.idiag_inode});
}

}  // namespace roadcase::platform
