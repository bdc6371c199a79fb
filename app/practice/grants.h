#pragma once

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/secret.h"
#include "practice/answers.h"
#include "practice/dialect.h"

namespace roadcase::practice {

/// What a person is asked on the consent page, and what a code stands for afterwards.
struct Consent {
    std::string redirect_uri;
    std::string state;
    std::string scope;
    std::string code_challenge;  ///< S256; empty: none was sent
    std::string user_code;       ///< of the device that asks (RFC 8628); empty: a browser asks
    bool offline = true;         ///< a refresh token may be given
};

struct AccessToken {
    std::string hash;
    std::string scope;
    Time issued_at{};
    Time expires_at{};
};

/// One person's permission with every token that came from it: the family that reuse detection revokes.
struct Grant {
    std::string id;  ///< hash of the code it came from
    std::string scope;
    std::string refresh_hash;                ///< the living refresh token; empty: none
    std::vector<std::string> spent_refresh;  ///< hashes of rotated ones, newest last, bounded
    std::vector<AccessToken> access;         ///< those that may still live
    bool for_app = false;                    ///< no person's: the app's own (RFC 6749 §4.4)
};

/// What a token says to a resource server.
struct TokenFacts {
    std::string scope;
    Time issued_at{};
    std::optional<Time> expires_at;  ///< nothing: a refresh token
    bool for_app = false;            ///< no person's
};

/// A pair made by the caller's generator. The refresh token may be empty: then none is issued or rotated.
struct NewTokens {
    Secret access;
    Secret refresh;
    seconds lifetime{60};  ///< of the access token
};

struct GrantRules {
    seconds code_lifetime{60};
    /// A rotated refresh token that comes back revokes its family (RFC 9700 §4.14.2); else it keeps working.
    bool reuse_detection = true;
    Challenge challenge = Challenge::base64url;
    bool revokes_all = false;  ///< an access token that is revoked takes its grant with it too
};

/// Consents, codes and grants. Keeps SHA-256 hashes, never a code or token. At most 1000 of each; the oldest
/// go. Not thread-safe.
class Grants {
  public:
    explicit Grants(GrantRules rules) : rules_(rules) {}

    void open_consent(const Secret& id, Consent consent, Time now);
    /// The consent asked under this id, once, within ten minutes.
    std::optional<Consent> take_consent(const Secret& id, Time now);

    void add_code(const Secret& code, Consent consent, Time now);
    /// RFC 6749 §4.1.3, RFC 7636 §4.6. The first presentation uses the code up, whatever its outcome; the
    /// second revokes what came from it. Gives the granted scope; takes the refresh token out of `tokens`
    /// when the consent allows none.
    OAuthResult<std::string> redeem(const Secret& code, std::string_view redirect_uri, const Secret& verifier,
                                    NewTokens& tokens, Time now);
    /// A grant that needs no code: a person's, allowed on another device (RFC 8628), or the app's own.
    void issue_directly(const std::string& scope, bool for_app, const NewTokens& tokens, Time now);
    /// RFC 6749 §6. `scope` may narrow; empty keeps it. Gives the scope of the new access token.
    OAuthResult<std::string> refresh(const Secret& refresh_token, const std::string& scope,
                                     const NewTokens& tokens, Time now);

    /// A living access token, at least `not_before` old, for another one of the same grant; both live on.
    OAuthResult<std::string> exchange(const Secret& access_token, seconds not_before, const NewTokens& tokens,
                                      Time now);

    std::optional<TokenFacts> find_access(const Secret& token, Time now) const;
    std::optional<TokenFacts> find_refresh(const Secret& token) const;
    /// RFC 7009: a refresh token takes its family with it. Unknown tokens are no error.
    void revoke(const Secret& token);
    void revoke_all();

    const std::deque<Grant>& all() const { return grants_; }
    void restore(std::deque<Grant> grants) { grants_ = std::move(grants); }

  private:
    struct OpenConsent {
        std::string id_hash;
        Consent consent;
        Time expires_at{};
    };
    struct Code {
        std::string hash;
        Consent consent;
        Time expires_at{};
        bool used = false;
    };

    void issue(Grant& grant, const NewTokens& tokens, const std::string& scope, Time now) const;
    void drop(std::string_view grant_id);
    OAuthResult<void> check_code(const Consent& consent, bool expired, std::string_view redirect_uri,
                                 const Secret& verifier) const;

    GrantRules rules_;
    std::deque<OpenConsent> consents_;
    std::deque<Code> codes_;
    std::deque<Grant> grants_;
};

}  // namespace roadcase::practice
