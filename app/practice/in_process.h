#pragma once

#include <string>

#include "http/transport.h"
#include "practice/authorization_server.h"

namespace roadcase::practice {

/// Requests to the practice provider go straight to it, all others to the network: a command that runs
/// without a server can still renew the practice account. Thread-safe as its parts are; both must outlive it.
class InProcessTransport final : public http::Transport {
  public:
    InProcessTransport(AuthorizationServer& practice, std::string issuer, http::Transport& network)
        : practice_(practice), issuer_(std::move(issuer)), network_(network) {}

    Result<http::Response> send(const http::Request& request) override;
    bool is_closed() const override { return network_.is_closed(); }

  private:
    AuthorizationServer& practice_;
    std::string issuer_;
    http::Transport& network_;
};

}  // namespace roadcase::practice
