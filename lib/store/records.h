#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/secret.h"
#include "oauth/token.h"

namespace roadcase::store {

/// What an account is, as stored. `paused` is kept by the person's wish; the rest follows from what happened.
enum class AccountStatus { connected, needs_authorization, paused };

/// The problem of an account that cannot be read any more.
inline constexpr auto damaged_code = "E606";

/// The grant type of an account that is nobody's but the app's own (RFC 6749 §4.4).
inline constexpr auto app_grant = "client_credentials";

/// One authorized person under a client.
struct AccountRecord {
    std::string id;            ///< "acc_" and 12 base-62 characters, never reused
    std::string client;        ///< name of the client, the first part of its reference
    std::string provider;      ///< name of the provider
    std::string name;          ///< second part of the reference; empty: the client's default account
    std::string subject;       ///< the provider's user id; empty: not known
    std::string display_name;  ///< public handle; empty: not known
    AccountStatus status = AccountStatus::connected;
    std::string problem_code;  ///< error code of the last problem ("E401"); empty: none
    std::string problem;       ///< the same in words
    std::optional<Time> problem_since;
    /// Rises by one with every new token set: a result for an older generation is not written.
    std::int64_t generation = 0;
    std::vector<std::string> scopes;  ///< granted
    std::vector<std::string> requested_scopes;
    Time created_at{};
    Time authorized_at{};                 ///< when the person last allowed it
    std::optional<Time> renewed_at;       ///< last successful renewal
    std::optional<Time> next_attempt_at;  ///< when the keeper should look again; indexed
    int failures = 0;                     ///< renewals failed in a row
    /// A renewal of this generation ended without its answer: the provider may have rotated the token.
    std::optional<Time> interrupted_at;
    std::optional<Time> consent_ends_at;  ///< the provider ends this sign-in then, however it is used
    int rejections = 0;                   ///< renewals in a row that a script's "I got a 401" asked for
    /// How its tokens are got, as RFC 7591 names it: "authorization_code", "client_credentials" or
    /// "urn:ietf:params:oauth:grant-type:device_code". Empty is stored and read as the first.
    std::string grant_type = "authorization_code";
    std::optional<oauth::TokenSet> tokens;  ///< sealed on disk
};

/// Another name for the account of this id; empty: the client's default account.
struct Renaming {
    std::string account_id;
    std::string name;
};

/// An authorization that was begun and not yet finished. Sealed as a whole: verifier and endpoints.
struct PendingAuthorization {
    std::string state_hash;  ///< hex SHA-256 of the state; the state itself is never stored
    std::string flow_id;     ///< public id, for /done/ID
    std::string client;
    std::string account_id;    ///< account to renew; empty: decided by who signs in
    std::string account_name;  ///< name wished for a new account; may be empty
    std::string redirect_uri;  ///< the very string sent
    std::string issuer;        ///< pinned at the start, as are both endpoints (RFC 9700 §4.4.2)
    std::string authorization_endpoint;
    std::string token_endpoint;  ///< and every other address that the code is taken to
    std::string client_id;
    std::vector<std::string> scopes;
    Secret code_verifier;      ///< empty: no PKCE
    std::string binding_hash;  ///< hex SHA-256 of the browser-binding cookie
    std::string origin;        ///< "browser", "terminal" or "paste"
    Time created_at{};
    Secret nonce;  ///< what the ID token must repeat (OpenID Connect Core 3.1.2.1); empty: none was sent
};

/// What a provider told that outlives a process: its metadata, credentials it registered. Sealed.
struct Document {
    std::string name;
    Time at{};  ///< when it was put
    Secret body;
};

/// Written before a refresh token is spent, removed with the save of the answer. It is a lease too: as long
/// as it lasts, nobody but its owner spends the token.
inline constexpr std::int64_t unknown_generation = -1;
struct RefreshJournalRow {
    std::string account_id;
    std::int64_t generation = 0;  ///< of the token set being spent
    Time started_at{};
    std::int64_t pid = 0;
    std::string owner;   ///< random name of the process that spends it, made anew at each start
    Time lease_until{};  ///< later than any answer may come; a dead owner's lease ends by itself
};

/// A script's passport. The key itself is never stored.
struct KeyRecord {
    std::string id;  ///< "key_" and 12 base-62 characters
    std::string name;
    std::string hash;                   ///< hex SHA-256 of the key
    std::vector<std::string> accounts;  ///< references it may ask for; "*": all
    Time created_at{};
    std::optional<Time> expires_at;
    std::optional<Time> last_used_at;
    std::int64_t uses = 0;
    /// Not empty: it gets an account's token only while all that is granted to the account is among these.
    std::vector<std::string> scopes;
    std::vector<std::string> brokers;  ///< grants for brokers: "NAME/CHANNEL/ROLE", or "*"
    std::int64_t max_ttl = 0;          ///< seconds that a broker's token for it may live; 0: the broker says
    std::vector<std::string> origins;  ///< web pages that may show it; empty: those that the broker lists
    int per_minute = 0;                ///< requests a minute; 0: the usual number
    bool paused = false;               ///< switched off until somebody switches it on again
    bool unconfirmed = false;          ///< waits for a person's yes
};

/// A local stand-in for a refresh token, for a program that insists on one. Itself never stored.
struct HandleRecord {
    std::string id;          ///< "hdl_" and 12 base-62 characters
    std::string account_id;  ///< it is good for this account only
    std::string name;
    std::string hash;  ///< hex SHA-256 of the handle
    Time created_at{};
    std::optional<Time> last_used_at;
    std::int64_t uses = 0;
};

/// A file that is written anew whenever its account has another token.
struct LinkRecord {
    std::string id;          ///< "lnk_" and 12 base-62 characters
    std::string account_id;  ///< empty: the account of that reference, which is not there yet
    std::string account;     ///< reference, as the person wrote it
    std::string path;        ///< absolute
    std::string format;
    int mode = 0600;
    Time created_at{};
    std::optional<Time> written_at;
    std::int64_t generation = 0;  ///< of the token set in the file
    std::string content_hash;     ///< hex SHA-256 of what was written last; empty: nothing yet
    std::string problem_code;     ///< why it is not fresh ("E601"); empty: it is
    std::string problem;          ///< the same in words
    Secret handle;                ///< what stands in the file for a refresh token; may be empty. Sealed
};

/// A plain sentence of what happened; no secret, ever.
struct ActivityRecord {
    std::int64_t id = 0;
    Time at{};
    std::string kind;     ///< "account.connected", "token.renewed", "token.handed_out", …
    std::string account;  ///< reference; may be empty
    std::string who;      ///< key name, "terminal", "keeper"; may be empty
    std::string text;
};

}  // namespace roadcase::store
