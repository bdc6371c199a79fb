#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <string>

#include "server/descriptor.h"

namespace roadcase::test {

/// A client that sends bytes as the test wants them. Waits ten seconds at most, then behaves as if the server
/// had closed, so that a test fails instead of hanging.
class RawClient {
  public:
    explicit RawClient(int family = AF_INET) : family_(family), socket_(::socket(family, SOCK_STREAM, 0)) {}
    RawClient(std::uint16_t port, int family = AF_INET) : RawClient(family) { connect(port); }

    bool connect(std::uint16_t port) {
        if (family_ == AF_INET) {
            sockaddr_in address{};
            address.sin_family = AF_INET;
            address.sin_port = htons(port);
            address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
            return ::connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
        }
        sockaddr_in6 address{};
        address.sin6_family = AF_INET6;
        address.sin6_port = htons(port);
        address.sin6_addr = in6addr_loopback;
        return ::connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }

    bool connect(const std::string& path) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        path.copy(address.sun_path, sizeof address.sun_path - 1);
        return ::connect(socket_.get(), reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }

    bool send(std::string_view bytes) {
        return ::send(socket_.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
               static_cast<ssize_t>(bytes.size());
    }
    void end_sending() { ::shutdown(socket_.get(), SHUT_WR); }
    void close() { socket_ = roadcase::server::Descriptor(); }
    int fd() const { return socket_.get(); }

    /// One answer, framed by its Content-Length; what is there when the connection ends before.
    std::string read_answer() {
        for (;;) {
            const auto head = in_.find("\r\n\r\n");
            if (head != std::string::npos && in_.size() >= head + 4 + length_in(in_.substr(0, head))) {
                const auto size = head + 4 + length_in(in_.substr(0, head));
                std::string answer = in_.substr(0, size);
                in_.erase(0, size);
                return answer;
            }
            if (!fill()) return std::exchange(in_, {});
        }
    }

    /// As far as this text, and all that came with it; what is there when the connection ends before.
    std::string read_until(std::string_view end) {
        while (in_.find(end) == std::string::npos && fill()) {
        }
        return std::exchange(in_, {});
    }

    /// Everything until the server closes.
    std::string read_all() {
        while (fill()) {
        }
        return std::exchange(in_, {});
    }

    std::string ask(std::string_view request) {
        send(request);
        return read_answer();
    }

    bool timed_out() const { return timed_out_; }

  private:
    static std::size_t length_in(const std::string& head) {
        const std::string name = "\r\nContent-Length: ";
        const auto at = head.find(name);
        return at == std::string::npos ? 0 : std::strtoul(head.c_str() + at + name.size(), nullptr, 10);
    }

    bool fill() {
        pollfd wait{socket_.get(), POLLIN, 0};
        if (::poll(&wait, 1, 10'000) != 1) {
            timed_out_ = true;
            return false;
        }
        std::array<char, 65536> buffer;
        const ssize_t count = ::recv(socket_.get(), buffer.data(), buffer.size(), 0);
        if (count > 0) in_.append(buffer.data(), static_cast<std::size_t>(count));
        return count > 0;
    }

    int family_;
    roadcase::server::Descriptor socket_;
    std::string in_;
    bool timed_out_ = false;
};

inline std::string get(const std::string& path) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
}

inline std::string body_of(const std::string& answer) {
    const auto head = answer.find("\r\n\r\n");
    return head == std::string::npos ? "" : answer.substr(head + 4);
}

}  // namespace roadcase::test
