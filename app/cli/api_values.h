#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "core/secret.h"
#include "handout/material.h"

/// What the local API's calls (cli/api.h) are asked with and answer.
namespace roadcase::cli {

/// Each answer also keeps the server's own object as it came, for --json.
struct Token {
    Secret access_token;
    std::string token_type;
    std::optional<seconds> expires_in;  ///< nothing: it does not end
    std::optional<Time> expires_at;
    std::string scope;
    std::string account;
    std::string subject;
    std::string display_name;
    std::string client_id;
    std::vector<std::pair<std::string, Secret>> headers;  ///< what the provider's API wants
    Secret body;
};
/// For formats and fields.
handout::Material material_of(const Token& token, Time now);

struct Account {
    std::string account;  ///< "twitch/bot"
    std::string provider_name;
    std::string client;
    std::string display_name;
    bool is_app = false;  ///< the app's own: nobody signed in
    std::string status;
    std::string scope;
    std::optional<seconds> expires_in;
    std::optional<Time> renews_at;
    std::optional<Time> last_renewed_at;
    std::int64_t generation = 0;
    std::vector<std::string> missing_scopes;  ///< asked for and not granted
    std::optional<Time> consent_ends_at;      ///< the provider ends the sign-in then
    std::string problem;                      ///< what happened; empty when all is well
    std::string problem_code;
    std::string problem_detail;  ///< why; may be empty
    std::string problem_next;    ///< the one step that helps
    std::optional<Time> problem_since;
    std::vector<std::string> requested_scopes;
    std::vector<std::string> api_origins;  ///< where its token may be sent
    std::string userinfo_url;              ///< says whose it is; may be empty
    std::string body;
};

/// What shall be different about an account.
struct AccountWish {
    std::string name = {};      ///< empty: as it is
    bool make_default = false;  ///< its client's name alone shall mean it
    std::optional<bool> paused = {};
};

struct Accounts {
    std::vector<Account> accounts;
    std::string body;
};

struct Removed {
    std::string account;
    bool told_provider = false;
    std::string note;
    std::string body;
};

struct FlowWish {
    std::string client;
    std::string account;  ///< sign this one in again; empty: a new one
    std::string name;
    std::vector<std::string> scopes;
    std::string method = {};  ///< browser | device | paste; empty: as the provider likes it
};

struct Validity {
    std::optional<bool> active;  ///< nothing: the provider did not say
    std::string body;
};

struct StartedFlow {
    std::string id;
    std::string method;
    std::vector<std::string> methods;  ///< all that this provider knows
    std::string url;                   ///< browser, paste: where the person signs in
    seconds expires_in{600};
    Secret binding = {};  ///< paste: proves that the sign-in is ours
    std::string user_code = {};
    std::string verification_uri = {};
    std::string verification_uri_complete = {};  ///< with the code in it; may be empty
};

struct Flow {
    std::string status;  ///< pending | done | failed
    std::string account;
    std::string provider_name;
    std::string display_name;
    bool again = false;
    std::vector<std::string> missing_scopes;
    std::vector<std::string> lost_scopes;  ///< granted before and not any more
    std::vector<std::string> scripts;      ///< that lose them: names of keys
    std::optional<Error> problem;
    std::string body;
};

struct Client {
    std::string name;
    std::string provider;
    std::string display_name;  ///< the provider as people call it
    std::string source;        ///< "config", "here" or "built_in"
    std::string client_id;
    bool has_secret = false;
    std::string redirect_uri;
    std::vector<std::string> scopes;
    std::int64_t accounts = 0;
    std::string problem;  ///< empty: none
    std::string body;
};

struct ClientList {
    std::vector<Client> clients;
    std::string body;
};

struct ClientTest {
    std::optional<bool> works;  ///< nothing: nobody can tell
    std::string detail;
    std::string body;
};

struct Key {
    std::string name;
    std::string status;  ///< active | paused | unconfirmed | ended
    std::vector<std::string> accounts;
    std::vector<std::string> scopes;
    std::vector<std::string> brokers;
    seconds max_ttl{0};  ///< 0: the broker says
    std::vector<std::string> origins;
    std::int64_t per_minute = 0;
    std::optional<Time> created_at;
    std::optional<Time> expires_at;
    std::optional<Time> last_used_at;
    std::int64_t uses = 0;
    std::int64_t refused = 0;  ///< since the server was started
    std::string body;
};

/// One that makes short-lived tokens.
struct Broker {
    std::string name;
    std::string kind;
    std::vector<std::string> addresses;
    std::string problem;  ///< empty: it is ready
    std::string problem_next;
};

struct BrokerList {
    std::vector<Broker> brokers;
    std::string body;
};

struct BrokerToken {
    Secret token;
    std::optional<seconds> left;
    Secret body;
};

struct KeyList {
    std::vector<Key> keys;
    std::string body;
};

struct KeyWish {
    std::string name;
    std::vector<std::string> accounts;
    std::vector<std::string> scopes = {};
    std::vector<std::string> brokers = {};
    seconds max_ttl{0};  ///< 0: the broker says
    std::vector<std::string> origins = {};
    std::optional<seconds> lifetime = {};
    std::int64_t per_minute = 0;  ///< 0: the usual number
    bool confirmed = false;       ///< nobody is asked at its first use
};

struct NewKey {
    Secret key;
    std::string status;
    Secret body;
};

struct Handle {
    std::string name;
    std::string account;  ///< empty: it is gone
    std::optional<Time> last_used_at;
    std::int64_t uses = 0;
};

struct HandleList {
    std::vector<Handle> handles;
    std::string body;
};

struct NewHandle {
    std::string name;
    std::string token_endpoint;
    Secret handle;
    Secret body;
};

struct Link {
    std::string account;
    std::string path;
    std::string format;
    std::string mode;
    std::string status;   ///< fresh | waiting | needs_authorization | paused | changed | failed
    std::string problem;  ///< what is wrong; empty when nothing is
    std::string problem_next;
    std::optional<Time> written_at;
    std::string body;
};

struct LinkList {
    std::vector<Link> links;
    std::string body;
};

struct Unlinked {
    std::string path;
    bool deleted = false;
    std::string body;
};

/// Accounts that went into a file or came out of one.
struct Moved {
    std::vector<std::string> accounts;
    std::string body;
};

/// What an account was, for whoever takes over.
struct Released {
    Token token;
    Secret refresh_token;
};

struct VaultState {
    std::string source;  ///< "file", "keyring", …
    std::string place;
    std::int64_t schema = 0;
    std::int64_t accounts = 0;
    std::optional<Time> data_key_made_at;
    std::optional<Time> key_changed_at;
    std::string note;  ///< what is left to do; may be empty
    std::string body;
};

struct ServerStatus {
    bool server = false;  ///< a server runs; else this process answered itself
    std::string url;
    std::string store;                  ///< "ok" or what is wrong
    std::vector<std::string> problems;  ///< each in one line, with its next step
    std::string body;
};

}  // namespace roadcase::cli
