#include "http/channel.h"

#include <poll.h>

#include <cerrno>

#include "http/connect.h"
#include "http/failures.h"
#include "http/tls.h"

namespace roadcase::http {
namespace {

bool would_block() {
    return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

class PlainChannel final : public Channel {
  public:
    PlainChannel(platform::Descriptor socket, std::string host, Deadline deadline)
        : socket_(std::move(socket)), host_(std::move(host)), deadline_(deadline) {}

    Result<std::size_t> read(char* into, std::size_t size) override {
        for (;;) {
            if (!wait_ready(socket_.get(), POLLIN, deadline_))
                return fail(too_slow(host_, "Its answer", deadline_));
            const auto got = ::recv(socket_.get(), into, size, 0);
            if (got >= 0) return static_cast<std::size_t>(got);
            if (!would_block()) return fail(not_answering(host_, system_reason(errno)));
        }
    }

    Status write(std::string_view bytes) override {
        while (!bytes.empty()) {
            if (!wait_ready(socket_.get(), POLLOUT, deadline_))
                return fail(too_slow(host_, "Sending", deadline_));
            const auto sent = ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent < 0 && !would_block()) return fail(not_answering(host_, system_reason(errno)));
            if (sent <= 0) continue;
            deadline_.request_leaves();
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return {};
    }

  private:
    platform::Descriptor socket_;
    std::string host_;
    Deadline deadline_;
};

}  // namespace

Result<std::unique_ptr<Channel>> open_channel(const Url& url, Deadline deadline, const std::string& ca_file) {
    const auto addresses = resolve(url, deadline);
    if (!addresses) return fail(addresses.error());
    auto socket = connect_to_any(url.host, *addresses, deadline);
    if (!socket) return fail(socket.error());
    if (url.scheme == "https") return start_tls(std::move(*socket), url.host, deadline, ca_file);
    return std::make_unique<PlainChannel>(std::move(*socket), url.host, deadline);
}

}  // namespace roadcase::http
