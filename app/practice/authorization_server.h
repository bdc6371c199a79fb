#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/random.h"
#include "core/result.h"
#include "http/message.h"
#include "http/url.h"
#include "practice/dialect.h"

namespace roadcase::practice {

/// Faults that can be switched on, for rehearsals and tests.
struct Faults {
    bool down = false;  ///< 503 on every endpoint that a program calls
    bool slow = false;  ///< token answers are held back by `slow_by`
    milliseconds slow_by{3000};
    bool wrong_secret = false;      ///< invalid_client
    bool no_refresh_token = false;  ///< answers hold none
    bool slow_clock = false;  ///< for whoever uses the server: take this PC's clock for slow_clock_by slow
    seconds slow_clock_by{360};
};

/// The faults by the names that the API and the buttons of the dashboard give them.
inline constexpr std::pair<std::string_view, bool Faults::*> fault_names[] = {
    {"down", &Faults::down},
    {"slow", &Faults::slow},
    {"wrong_secret", &Faults::wrong_secret},
    {"no_refresh_token", &Faults::no_refresh_token},
    {"slow_clock", &Faults::slow_clock}};

struct PracticeSettings {
    std::string issuer;  ///< "http://127.0.0.1:3000/practice"
    std::string client_id = "practice-client";
    std::string client_secret;  ///< empty: public client
    std::vector<std::string> redirect_uris;
    seconds code_lifetime{60};
    seconds access_token_lifetime{60};  ///< 0: it never ends
    Dialect dialect = {};
    bool require_pkce = true;
    std::string state_file;  ///< where grants survive a restart; empty: nowhere
};

/// A real, small authorization server (RFC 6749, 7636, 7009, 7662, 8628, 9207): consent page, one-use codes,
/// PKCE check, rotating refresh tokens with reuse detection, device flow, client credentials, revocation,
/// introspection, userinfo. It is the
/// practice provider of the product and the fake provider of the tests. Its secrets are practice secrets, but
/// treated as real ones. Thread-safe.
class AuthorizationServer {
  public:
    AuthorizationServer(PracticeSettings settings, const Clock& clock, Random& random);
    ~AuthorizationServer();

    /// Answers one request. `path` is below the issuer's path: /consent (POST), /device (GET), and what the
    /// dialect's doors name, such as /authorize and /token.
    http::Response handle(const std::string& method, std::string_view path, std::string_view raw_query,
                          const http::Headers& headers, const std::string& body);

    Faults faults() const;
    void set_faults(const Faults& faults);
    /// As if the person had removed the connection: every grant is gone.
    void revoke_all();

    /// For the tests and the demo: requests that have reached the token endpoint, by grant type.
    int token_requests(std::string_view grant_type) const;
    /// Requests that were answered with what they asked for.
    int answered(Purpose purpose) const;
    /// Is there such a door?
    bool has(Purpose purpose) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace roadcase::practice
