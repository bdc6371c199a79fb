#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/backend.h"
#include "core/clock.h"
#include "core/json.h"
#include "core/result.h"
#include "core/secret.h"
#include "handout/link_wish.h"
#include "handout/material.h"

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
    std::int64_t per_minute = 0;
    std::optional<Time> created_at;
    std::optional<Time> expires_at;
    std::optional<Time> last_used_at;
    std::int64_t uses = 0;
    std::int64_t refused = 0;  ///< since the server was started
    std::string body;
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

/// The local API as typed calls over a Backend, which must outlive it. An answer that is no success becomes
/// the Error it describes; one that is not understood is `internal`. References are checked before anything
/// is asked.
class Api {
  public:
    explicit Api(Backend& backend) : backend_(&backend) {}

    Result<Token> token(std::string_view account, std::int64_t min_ttl,
                        const std::vector<std::string>& scopes);
    Result<Token> reject(std::string_view account, const Secret& access_token);

    Result<Accounts> accounts();
    Result<Account> account(std::string_view account);
    Result<Account> change_account(std::string_view account, const AccountWish& wish);
    Result<Account> refresh(std::string_view account);
    Result<Validity> validate(std::string_view account);
    Result<Removed> remove(std::string_view account, bool revoke);

    Result<StartedFlow> start_flow(const FlowWish& wish);
    Result<Flow> flow(std::string_view id);
    /// Hands in the address where the person's browser landed.
    Result<Flow> paste(const StartedFlow& started, const Secret& address);
    Status cancel_flow(std::string_view id);

    /// An account that needs no sign-in here: the app's own, or one whose refresh token is brought along.
    Result<Account> add_app(const FlowWish& wish);
    /// `client_id`: of the app that it was issued to, where that is known; it must be the client's.
    Result<Account> import_refresh_token(const FlowWish& wish, const Secret& refresh_token,
                                         const std::string& client_id = {});

    Result<ClientList> clients();
    Result<Client> client(std::string_view name);
    /// `fields` as in POST and PATCH /api/v1/clients; the secret goes its own way.
    Result<Client> add_client(OrderedJson fields, const Secret& secret);
    Result<Client> change_client(std::string_view name, OrderedJson fields, const Secret& secret);
    /// The answer's body.
    Result<std::string> remove_client(std::string_view name);
    Result<ClientTest> test_client(std::string_view name);

    Result<KeyList> keys();
    Result<Key> key(std::string_view name);
    Result<NewKey> create_key(const KeyWish& wish);
    /// `change` holds the fields of PATCH /keys/NAME.
    Result<Key> change_key(std::string_view name, const OrderedJson& change);
    /// The answer's body.
    Result<std::string> revoke_key(std::string_view name);
    Result<KeyList> pause_all_keys(bool paused);
    Status revoke_all_keys();

    Result<HandleList> handles();
    /// An empty name: one is made from the account's.
    Result<NewHandle> create_handle(std::string_view account, std::string_view name);
    /// The answer's body.
    Result<std::string> revoke_handle(std::string_view name);

    Result<LinkList> links();
    /// An empty path is a place in the runtime directory.
    Result<Link> link(const handout::LinkWish& wish);
    Result<Unlinked> unlink(const std::string& path, bool keep_file);

    /// `fields` of POST /pack and /unpack without the passphrase.
    Result<Moved> pack(OrderedJson fields, const Secret& passphrase);
    Result<Moved> unpack(OrderedJson fields, const Secret& passphrase);
    /// Pauses the account here; remove() is what ends it.
    Result<Released> release(std::string_view account);

    Result<VaultState> vault();
    /// `source` empty: the same one again. `passphrase` for the source "passphrase".
    Result<VaultState> rekey(std::string_view source, const Secret& passphrase);
    Result<VaultState> rotate();

    Result<ServerStatus> status();
    /// Switches a fault of the practice provider ("down"), or revokes there ("revoke").
    Status practice(std::string_view fault, bool on);

  private:
    struct Answer {
        Json value;
        std::string body;
    };
    Result<Moved> move(const char* path, OrderedJson fields, const Secret& passphrase);
    Result<Answer> call(std::string method, std::string path, http::Params query = {}, std::string body = {});
    Result<std::string> path_of(std::string_view base, std::string_view account,
                                std::string_view verb = {}) const;

    Backend* backend_;
};

}  // namespace roadcase::cli
