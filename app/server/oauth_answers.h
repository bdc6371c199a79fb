#pragma once

#include <string>

#include "accounts/accounts.h"
#include "server/exchange.h"

namespace roadcase::server {

/// What the facade answers, in one dialect: RFC 6749, or Twitch's.
class OAuthAnswers {
  public:
    enum class Dialect { standard, twitch };
    explicit OAuthAnswers(Dialect dialect) : dialect_(dialect) {}

    /// `code` is a word of RFC 6749 §5.2 and its relatives; a `description` for people.
    Response refuse(int status, const std::string& code, const std::string& description,
                    std::optional<seconds> retry_after = {}) const;
    /// Why no token was given.
    Response refuse(const Error& error) const;
    /// RFC 6749 §5.1, with the handle in place of a refresh token.
    Response token(const accounts::Token& token, const Secret& handle, Time now) const;
    /// Whose token it is, to who holds it.
    Response owner(const accounts::Token& token, Time now) const;
    /// It is none of ours, or has ended (RFC 6750 §3.1).
    Response invalid_token(bool too_many) const;
    Response done() const;

  private:
    Response answer(int status, const OrderedJson& body) const;

    Dialect dialect_;
};

}  // namespace roadcase::server
