#include "http/tls.h"

#include <arpa/inet.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <poll.h>

#include <algorithm>
#include <cerrno>

#include "core/text.h"
#include "http/certificate_name.h"
#include "http/failures.h"
#include "http/tls_socket.h"
#include "http/trust_store.h"

namespace roadcase::http {
namespace {

using SslPointer = std::unique_ptr<SSL, decltype(&SSL_free)>;

/// The name (SNI) and what the certificate must be for: a DNS name, or exactly this IP address.
bool expect_host(SSL* ssl, const std::string& host) {
    unsigned char ip[16];
    if (::inet_pton(AF_INET, host.c_str(), ip) == 1 || ::inet_pton(AF_INET6, host.c_str(), ip) == 1)
        return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(ssl), host.c_str()) == 1;
    SSL_set_hostflags(ssl, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return SSL_set1_host(ssl, host.c_str()) == 1 && SSL_set_tlsext_host_name(ssl, host.c_str()) == 1;
}

std::string remedy(long verify_result) {
    switch (verify_result) {
        case X509_V_ERR_CERT_HAS_EXPIRED:
        case X509_V_ERR_CERT_NOT_YET_VALID:
            return "Check this computer's date and time.";
        case X509_V_ERR_HOSTNAME_MISMATCH:
        case X509_V_ERR_IP_ADDRESS_MISMATCH:
            return "Check the address, and whether the network wants a sign-in page first (hotel, school).";
        default:
            return "Behind a company proxy, set SSL_CERT_FILE to its certificate; else use another network.";
    }
}

class TlsChannel final : public Channel {
  public:
    TlsChannel(SslPointer ssl, platform::Descriptor socket, std::string host, Deadline deadline)
        : socket_(std::move(socket)), ssl_(std::move(ssl)), host_(std::move(host)), deadline_(deadline) {}

    ~TlsChannel() override {
        ERR_clear_error();
        if (SSL_is_init_finished(ssl_.get()))
            SSL_shutdown(ssl_.get());  // tells the other side, waits for nobody
        ERR_clear_error();
    }

    Status handshake() {
        if (!attach_socket(ssl_.get(), socket_) || !expect_host(ssl_.get(), host_))
            return fail(ErrorKind::internal, "", "The TLS library could not be started.");
        keep_certificate_name(ssl_.get(), presented_);
        const auto done = complete("The handshake", [&] { return SSL_connect(ssl_.get()); });
        if (!done) return fail(done.error());
        if (*done == 0) return fail(not_answering(host_, "It closed the connection."));
        return {};
    }

    Result<std::size_t> read(char* into, std::size_t size) override {
        const auto at_most = static_cast<int>(std::min<std::size_t>(size, 1 << 30));
        return complete("Its answer", [&] { return SSL_read(ssl_.get(), into, at_most); }).map([](int got) {
            return static_cast<std::size_t>(got);
        });
    }

    Status write(std::string_view bytes) override {
        if (!deadline_.is_over()) deadline_.request_leaves();
        while (!bytes.empty()) {
            const auto at_most = static_cast<int>(std::min<std::size_t>(bytes.size(), 1 << 30));
            const auto sent =
                complete("Sending", [&] { return SSL_write(ssl_.get(), bytes.data(), at_most); });
            if (!sent) return fail(sent.error());
            if (*sent == 0) return fail(not_answering(host_, "It closed the connection."));
            bytes.remove_prefix(static_cast<std::size_t>(*sent));
        }
        return {};
    }

  private:
    /// Repeats one step of TLS until it is done, waiting for the socket in between. 0: properly closed.
    template <class Step>
    Result<int> complete(std::string_view doing, Step step) {
        for (;;) {
            if (deadline_.is_over()) return fail(too_slow(host_, doing, deadline_));
            ERR_clear_error();
            errno = 0;
            const int result = step();
            if (result > 0) return result;
            const int why = SSL_get_error(ssl_.get(), result);
            if (why == SSL_ERROR_ZERO_RETURN) return 0;
            if (why != SSL_ERROR_WANT_READ && why != SSL_ERROR_WANT_WRITE) return fail(broken());
            const short events = why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT;
            if (!wait_ready(socket_.get(), events, deadline_)) return fail(too_slow(host_, doing, deadline_));
        }
    }

    Error broken() const {
        const int system_error = errno;
        const auto verified = SSL_get_verify_result(ssl_.get());
        if (verified != X509_V_OK)
            return not_secure(host_,
                              "The certificate" + (presented_.empty() ? "" : " for " + presented_) +
                                  " is refused: " + X509_verify_cert_error_string(verified) + ".",
                              remedy(verified));
        if (const char* reason = ERR_reason_error_string(ERR_peek_error()); reason != nullptr)
            return not_answering(host_, "TLS failed: " + printable(reason) + ".");
        return not_answering(host_,
                             system_error == 0 ? "It closed the connection." : system_reason(system_error));
    }

    platform::Descriptor socket_;  // outlives ssl_, which says goodbye through it
    SslPointer ssl_;
    std::string host_;
    std::string presented_;
    Deadline deadline_;
};

}  // namespace

Result<std::unique_ptr<Channel>> start_tls(platform::Descriptor socket, const std::string& host,
                                           Deadline deadline, const std::string& ca_file) {
    const auto context = trust_store(ca_file);
    if (!context) return fail(context.error());
    SslPointer ssl(SSL_new(context->get()), SSL_free);
    if (!ssl) return fail(ErrorKind::internal, "", "The TLS library could not be started.");
    auto channel = std::make_unique<TlsChannel>(std::move(ssl), std::move(socket), host, deadline);
    if (auto secure = channel->handshake(); !secure) return fail(secure.error());
    return channel;
}

}  // namespace roadcase::http
