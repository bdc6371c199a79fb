#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

/// Asks Roadcase, the local place where logins live, for a working access token. C++17; one header, one
/// library (CMake: find_package(roadcase), target roadcase::client; pkg-config: roadcase).
///
///     for (const auto& [name, value] : roadcase::client().token("twitch/bot").headers) …
///
/// Asking is always right: every answer is valid for at least `min_ttl`, so a program needs no cache and no
/// timer.
#pragma GCC visibility push(default)
namespace roadcase {

/// An access token that works now. A refresh token is never part of it.
struct access_token {
    std::string value;
    std::string type;                                                 ///< as the provider writes it: "bearer"
    std::string scope;                                                ///< what it may do, separated by blanks
    std::optional<std::chrono::system_clock::time_point> expires_at;  ///< nothing: it does not end
    std::string account;                                              ///< "twitch/bot"
    std::string subject;                                              ///< the provider's id of the user
    std::string display_name;
    std::string client_id;
    std::map<std::string, std::string> headers;  ///< all that the provider's API wants, filled in
};

/// Why there is no token. what() is one sentence for a person; it holds no secret.
class error : public std::runtime_error {
  public:
    error(const std::string& what, std::string code, std::string next)
        : std::runtime_error(what), code_(std::move(code)), next_(std::move(next)) {}
    const std::string& code() const { return code_; }  ///< "E401"; explained at /help/E401; may be empty
    const std::string& next() const { return next_; }  ///< the one step that helps; may be empty

  private:
    std::string code_;
    std::string next_;
};

/// A person must sign in, at action_url(). Until then asking again does not help; waiting does (wait below).
class needs_authorization : public error {
  public:
    needs_authorization(const std::string& what, std::string code, std::string next, std::string action_url)
        : error(what, std::move(code), std::move(next)), action_url_(std::move(action_url)) {}
    const std::string& action_url() const { return action_url_; }

  private:
    std::string action_url_;
};

/// Nobody answers, or not with what Roadcase says: it is not running, or something else has its address.
class unreachable : public error {
    using error::error;
};

/// The provider is away and no valid token is left, or Roadcase has too much to do: later.
class unavailable : public error {
    using error::error;
};

/// The key is wrong, has ended, or is not for this account; or a scope that was asked for is not granted.
class denied : public error {
    using error::error;
};

/// What is asked of a token.
struct token_wish {
    std::chrono::seconds min_ttl{60};  ///< valid at least so long; renewed first if it is not. At most a year
    std::vector<std::string> scopes;   ///< each must be granted, else `denied`
    std::chrono::seconds wait{0};  ///< how long to wait for a person who must sign in; at most ten minutes
};

/// Where Roadcase is. Left empty, a field comes from the environment: ROADCASE_URL, ROADCASE_KEY,
/// ROADCASE_SOCKET. With a key it is asked over TCP, without one over the Unix socket of this user.
struct client_options {
    std::string url;                            ///< "http://localhost:3000"; a loopback address
    std::string key;                            ///< "rck_…"
    std::string socket;                         ///< the path of roadcase.sock
    std::chrono::milliseconds timeout{30'000};  ///< of one call, beside what it waits for a person
};

/// Thread-safe; each call is a connection of its own. Every call throws one of the errors above and nothing
/// else but std::bad_alloc. `account` is "twitch", "twitch/bot", "twitch/sub:USER_ID" or "acc_…".
class client {
  public:
    explicit client(client_options options = {});

    /// A token that is valid for the wish. Renews first when needed; usually an answer from memory.
    access_token token(const std::string& account, const token_wish& wish = {}) const;
    /// "The API answered 401 to this token": gives one that works. Ten callers with the same dead token cost
    /// one renewal.
    access_token reject(const std::string& account, const std::string& refused) const;

  private:
    client_options options_;
};

}  // namespace roadcase
#pragma GCC visibility pop
