#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/api_values.h"
#include "cli/backend.h"
#include "core/clock.h"
#include "core/json.h"
#include "core/result.h"
#include "core/secret.h"
#include "handout/link_wish.h"

namespace roadcase::cli {

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

    Result<BrokerList> brokers();
    /// `fields`: what is asked for, in the broker's words; those of one name make a list.
    Result<BrokerToken> broker_token(std::string_view broker,
                                     const std::vector<std::pair<std::string, std::string>>& fields);

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
