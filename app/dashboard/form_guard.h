#pragma once

#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/random.h"
#include "core/secret.h"

namespace roadcase::dashboard {

/// Tells our own pages from others': what we put into a form or a link comes back, and nobody else could read
/// it. Made from 256 random bits per process; when the generator fails nothing is ever accepted. Immutable,
/// so free to share.
class FormGuard {
  public:
    explicit FormGuard(Random& random);

    /// The hidden field of every form on the dashboard. Good until the process ends.
    const std::string& token() const { return token_; }
    bool accepts(std::string_view token) const;

    /// A pass for one path that ends within two minutes: "the person already said yes on our other name".
    std::string pass(std::string_view path, Time now) const;
    bool accepts_pass(std::string_view pass, std::string_view path, Time now) const;

  private:
    std::string derive(std::string_view purpose) const;

    Secret secret_;
    std::string token_;
};

}  // namespace roadcase::dashboard
