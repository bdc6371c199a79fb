#pragma once

#include <arpa/inet.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

#include <csignal>
#include <cstring>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "http/certificates.h"
#include "platform/descriptor.h"

namespace roadcase::test {

/// One connection as the server of a test sees it, in clear or over TLS.
class Peer {
  public:
    Peer(int socket, SSL* ssl) : socket_(socket), ssl_(ssl) {}

    bool send(const std::string& bytes) {
        if (ssl_ != nullptr) return SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size())) > 0;
        return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
               static_cast<ssize_t>(bytes.size());
    }
    /// Some bytes; "" when the client has closed.
    std::string receive() {
        char piece[4096];
        const auto got = ssl_ != nullptr ? SSL_read(ssl_, piece, sizeof piece)
                                         : static_cast<int>(::recv(socket_, piece, sizeof piece, 0));
        return got > 0 ? std::string(piece, static_cast<std::size_t>(got)) : std::string();
    }
    /// Head and, by its Content-Length, body.
    std::string receive_request() {
        std::string text;
        std::size_t needed = std::string::npos;
        while (text.size() < needed) {
            const auto piece = receive();
            if (piece.empty()) break;
            text += piece;
            const auto end = text.find("\r\n\r\n");
            const auto length = text.find("Content-Length: ");
            if (end == std::string::npos) continue;
            needed = end + 4 + (length < end ? std::stoul(text.substr(length + 16)) : 0);
        }
        return text;
    }
    /// Says nothing until the client gives up.
    void stall() {
        while (!receive().empty()) continue;
    }
    /// Ends the connection under TLS without saying so.
    void cut() { ::shutdown(socket_, SHUT_RDWR); }

  private:
    int socket_;
    SSL* ssl_;
};

/// A server on a free port of 127.0.0.1, one connection at a time, until it is destroyed.
class LoopbackServer {
  public:
    using Behaviour = std::function<void(Peer&)>;

    explicit LoopbackServer(Behaviour behaviour, std::optional<Identity> identity = {}, int max_tls = 0)
        : behaviour_(std::move(behaviour)) {
        if (identity) context_ = tls_context(*identity, max_tls);
        listening_ = platform::Descriptor(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        ::bind(listening_.get(), reinterpret_cast<sockaddr*>(&address), size);
        ::listen(listening_.get(), 16);
        ::getsockname(listening_.get(), reinterpret_cast<sockaddr*>(&address), &size);
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { run(); });
    }
    /// Always the same answer, whatever is asked.
    explicit LoopbackServer(std::string answer, std::optional<Identity> identity = {})
        : LoopbackServer(
              [this, answer = std::move(answer)](Peer& peer) {
                  note(peer.receive_request());
                  peer.send(answer);
              },
              std::move(identity)) {}
    ~LoopbackServer() {
        ::shutdown(listening_.get(), SHUT_RDWR);
        thread_.join();
    }
    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;

    std::string port() const { return std::to_string(port_); }
    std::vector<std::string> requests() const {
        std::lock_guard lock(mutex_);
        return requests_;
    }
    void note(std::string request) {
        std::lock_guard lock(mutex_);
        requests_.push_back(std::move(request));
    }

  private:
    static std::shared_ptr<SSL_CTX> tls_context(const Identity& identity, int max_tls) {
        std::shared_ptr<SSL_CTX> context(SSL_CTX_new(TLS_server_method()), SSL_CTX_free);
        SSL_CTX_use_certificate(context.get(), identity.certificate.get());
        SSL_CTX_use_PrivateKey(context.get(), identity.key.get());
        if (max_tls != 0) {
            SSL_CTX_set_security_level(context.get(), 0);
            SSL_CTX_set_min_proto_version(context.get(), TLS1_VERSION);
            SSL_CTX_set_max_proto_version(context.get(), max_tls);
        }
        return context;
    }
    void run() {
        // Here only: the client must not need it.
        sigset_t pipe;
        sigemptyset(&pipe);
        sigaddset(&pipe, SIGPIPE);
        ::pthread_sigmask(SIG_BLOCK, &pipe, nullptr);
        for (;;) {
            const platform::Descriptor socket(::accept4(listening_.get(), nullptr, nullptr, SOCK_CLOEXEC));
            if (!socket) return;
            serve(socket.get());
        }
    }
    void serve(int socket) {
        if (!context_) {
            Peer peer(socket, nullptr);
            behaviour_(peer);
            return;
        }
        const std::unique_ptr<SSL, decltype(&SSL_free)> ssl(SSL_new(context_.get()), SSL_free);
        SSL_set_fd(ssl.get(), socket);
        if (SSL_accept(ssl.get()) == 1) {
            Peer peer(socket, ssl.get());
            behaviour_(peer);
            SSL_shutdown(ssl.get());
        }
    }

    Behaviour behaviour_;
    std::shared_ptr<SSL_CTX> context_;
    platform::Descriptor listening_;
    std::uint16_t port_ = 0;
    mutable std::mutex mutex_;
    std::vector<std::string> requests_;
    std::thread thread_;
};

}  // namespace roadcase::test
