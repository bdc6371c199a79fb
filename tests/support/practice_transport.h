#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>

#include "http/transport.h"
#include "http/url.h"
#include "practice/authorization_server.h"

namespace roadcase::test {

/// The way to the practice provider without a socket. `intercept` may answer first: what it leaves alone
/// reaches the provider. Thread-safe once `intercept` is set.
class PracticeTransport final : public http::Transport {
  public:
    using Answer = std::optional<Result<http::Response>>;

    PracticeTransport(practice::AuthorizationServer& server, const std::string& issuer)
        : server_(server), issuer_(*http::parse_url(issuer)) {}

    Result<http::Response> send(const http::Request& request) override {
        if (intercept)
            if (auto answer = intercept(request)) return *answer;
        return deliver(request);
    }

    /// Straight to the provider.
    Result<http::Response> deliver(const http::Request& request) {
        const auto url = http::parse_url(request.url);
        if (!url || url->origin() != issuer_.origin() || !url->path.starts_with(issuer_.path + "/"))
            return fail(ErrorKind::unavailable, "E404", "Nobody is there.");
        return server_.handle(request.method, url->path.substr(issuer_.path.size()), url->query,
                              request.headers, request.body);
    }

    bool is_closed() const override { return closed; }

    std::function<Answer(const http::Request&)> intercept;
    std::atomic<bool> closed{false};  ///< what is_closed() says; nothing else follows from it

  private:
    practice::AuthorizationServer& server_;
    http::Url issuer_;
};

}  // namespace roadcase::test
