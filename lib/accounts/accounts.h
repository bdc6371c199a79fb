#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "accounts/events.h"
#include "accounts/policy.h"
#include "accounts/reference.h"
#include "accounts/registry.h"
#include "core/clock.h"
#include "core/random.h"
#include "core/result.h"
#include "http/transport.h"
#include "store/store.h"

namespace roadcase::accounts {

/// An access token as handed out: valid for at least what was asked. Never holds a refresh token.
struct Token {
    Secret access_token;
    std::string token_type;
    std::optional<Time> expires_at;
    std::vector<std::string> scopes;
    std::string account;  ///< reference
    std::string account_id;
    std::string subject;
    std::string display_name;
    std::string client_id;
    std::int64_t generation = 0;
    std::vector<std::pair<std::string, std::string>> headers;  ///< for the provider's API, filled in
};

/// What a caller asks of a token.
struct TokenWish {
    seconds min_ttl{60};
    std::vector<std::string> scopes;  ///< each must be granted, else insufficient_scope (E508)
};

/// Starting a sign-in.
struct SignIn {
    std::string client;
    std::string account;              ///< reference of an account to sign in again; empty: new or same
    std::string name;                 ///< name for a new account; empty: the default one
    std::vector<std::string> scopes;  ///< instead of the client's; empty: the client's, or the role's
    bool choose_account = false;      ///< have the provider ask which of its accounts is meant
    std::string origin = "browser";   ///< or "terminal", or "paste": words of the pages
    std::string flow_id;              ///< given out before the browser came; empty: a fresh one
};

struct StartedSignIn {
    std::string flow_id;
    std::string authorization_url;  ///< holds the state: give it to the browser only
    Secret binding;                 ///< value of the browser-binding cookie
};

/// What a person enters where, on any device of theirs (RFC 8628 §3.2).
struct StartedDevice {
    std::string flow_id;
    std::string user_code;
    std::string verification_uri;
    std::string verification_uri_complete;  ///< with the code in it; may be empty
    seconds expires_in{0};
    seconds interval{0};
};

/// How a sign-in stands; kept in memory for ten minutes, for /done/ID and for terminals that wait.
struct Flow {
    enum class State { pending, done, failed };
    std::string id;
    State state = State::pending;
    std::string client;
    std::string provider_name;                ///< display name
    std::string account;                      ///< reference, when done
    std::string name;                         ///< that a new account was to have; empty: none was said
    std::string display_name;                 ///< who signed in, when known
    bool again = false;                       ///< an account that existed was signed in again
    std::vector<std::string> missing_scopes;  ///< asked for and not granted
    std::vector<std::string> lost_scopes;     ///< granted before and not any more
    std::vector<std::string> scripts;         ///< that lose them: names of keys
    std::string origin;
    std::optional<Error> error;  ///< when failed
    Time started_at{};
};

/// What the provider's answers say of a client's id and secret; never claims more than they show.
struct ClientVerdict {
    std::optional<bool> works;  ///< nothing: they do not say
    std::string asked_by;       ///< "client_credentials" or "authorization_code": what was asked for
    std::string detail;         ///< one sentence for people
};

struct Parcel;

/// Accounts that go to another computer.
struct PackWish {
    std::vector<Reference> accounts;  ///< empty: all
    bool copy = false;                ///< for a backup: they go on here
    /// Puts the parcel where it is safe. Called once, while nothing can change the accounts.
    std::function<Status(const Parcel&)> keep;
};

/// What may be done to take a parcel in.
struct UnpackWish {
    bool replace = false;    ///< accounts that are here already give way
    bool take_over = false;  ///< a copy may be used although its origin may still renew
};

/// What revoking came to; never claims more than happened.
struct RevokeOutcome {
    std::string account;
    bool told_provider = false;  ///< the provider answered that the grant is gone
    std::string note;            ///< what is left for the person, e.g. the page to finish at
};

/// The one mutable heart: accounts, their sign-ins and their renewals. Thread-safe. Reads of a fresh token
/// take a lock for microseconds; a renewal holds only its account's own lock across request and save. Saves
/// first, publishes after. Everything outside enters by reference and must outlive it.
class Accounts {
  public:
    struct World {
        store::Store& store;
        http::Transport& transport;
        const Clock& clock;
        Random& random;
        Registry& registry;                         ///< clients are put there once their provider is known
        RenewPolicy policy;                         ///< to begin with; see use()
        std::function<void(const Event&)> publish;  ///< called without locks held; may be empty
    };
    explicit Accounts(World world);
    ~Accounts();

    /// From now on: the configuration was read anew.
    void use(const RenewPolicy& policy);
    /// The clients may have been mended: accounts whose client was refused or is missing (E301, E104) become
    /// due now. Without network. Returns how many.
    std::size_t retry_refused();

    /// True when begin_authorization for this client asks nobody first.
    bool begins_at_once(std::string_view client);
    /// /auth: what is not known of the provider yet is asked for; state, PKCE and browser binding; remembered
    /// sealed for ten minutes, at most 256 at a time.
    Result<StartedSignIn> begin_authorization(const SignIn& wish);

    /// Asks the provider for a code that a person enters on another device. run_one_due then asks whether it
    /// was; the outcome is the Flow's, as of any sign-in (E204, E211). Ends with this process. Network.
    Result<StartedDevice> begin_device(const SignIn& wish);
    /// Asks about this one now, if it is time: for a process without a keeper. Network.
    void poll_device(std::string_view flow_id);
    /// An account of the app itself (RFC 6749 §4.4): nobody signs in, and it is renewed by asking again.
    /// Named "app" unless the wish names it; one of that name is asked for anew. Network.
    Result<store::AccountRecord> add_app(SignIn wish);
    /// Takes over a refresh token that another program used until now: proved by one renewal, and from then
    /// on renewed by us alone. A refused one leaves everything as it is. Network.
    Result<store::AccountRecord> import_refresh_token(const SignIn& wish, const Secret& brought);

    /// /success: take the state once → browser binding and issuer → exchange → who is it → wrong-person rule
    /// → save → publish. `cookie_values` are all binding cookies the browser sent; a wrong browser (E206)
    /// does not burn the rightful flow. `path` is the address that was called; when given it must be the
    /// redirect URI's. The Flow holds the outcome, failures included; an Error means there is no flow to show
    /// (E205, E206).
    Result<Flow> complete_authorization(std::string_view raw_query,
                                        const std::vector<std::string>& cookie_values,
                                        std::string_view path = {});
    /// The same for an address that the person brings from a browser that could not come back to us. What is
    /// wrong with the address (none, no code in it, of another sign-in) is an Error without a code and burns
    /// nothing. `binding` is the one of the very sign-in.
    Result<Flow> complete_pasted(std::string_view flow_id, const Secret& pasted, const Secret& binding);
    std::optional<Flow> flow(std::string_view id) const;
    /// Ends a sign-in that waits: what comes back for it is not used any more. False: none of that id waits.
    bool cancel(std::string_view flow_id);

    /// A token that is valid for the wish; renews first when needed (one flight per account). While the token
    /// still lives a failed renewal answers it.
    Result<Token> token(const Reference& ref, const TokenWish& wish);
    /// The same without network: nothing when a renewal would be needed.
    Result<std::optional<Token>> token_if_fresh(const Reference& ref, const TokenWish& wish);
    /// "I got a 401": the same token as ours costs one renewal for all who report it; an older one gets the
    /// current one at once.
    Result<Token> reject(const Reference& ref, const Secret& reported);
    /// Renews now.
    Result<store::AccountRecord> refresh(const Reference& ref);

    /// Asks the provider whether a client's id and secret are right, as far as it tells them from wrong ones.
    /// No account is needed and none is touched. E501: no such client. Network.
    Result<ClientVerdict> check_client(std::string_view client);
    /// The same for one that nobody keeps yet.
    Result<ClientVerdict> check_client(const ClientPtr& client);
    /// Asks the provider whether the token that would be handed out works there: yes, no, or nothing when it
    /// does not say. A provider that cannot be asked is an Error. Changes nothing. Network.
    Result<std::optional<bool>> validate(const Reference& ref);

    Result<store::AccountRecord> find(const Reference& ref);
    /// In order; their token sets hold times and scopes, no secrets.
    Result<std::vector<store::AccountRecord>> list();
    /// Not renewed and handing out nothing from now on (409 `paused`), until it is resumed or signed in
    /// again. Paused again is fine.
    Result<store::AccountRecord> pause(const Reference& ref);
    /// Ends a pause: the account begins anew and is due now. One that is not paused stays as it is.
    Result<store::AccountRecord> resume(const Reference& ref);
    /// Another second part of the reference; the id stays, and keys that name the account follow it. Refused:
    /// a name that is none or reserved (invalid_request), one that is taken (conflict).
    Result<store::AccountRecord> rename(const Reference& ref, std::string_view name);
    /// From now on the client's name alone means this account. The one that had that place takes this one's
    /// name. Keys follow their accounts.
    Result<store::AccountRecord> make_default(const Reference& ref);
    /// Packs accounts with their tokens, keys, handles and clients' settings; then, unless it is a copy,
    /// pauses them here. When it fails before they are safe, nothing was changed.
    Result<std::vector<store::AccountRecord>> pack(const PackWish& wish);
    /// Takes all of a parcel in, or nothing: refused are accounts that are here already (conflict) and a copy
    /// (E604) unless the wish says so, and what is older than what is here.
    Result<std::vector<store::AccountRecord>> unpack(Parcel parcel, const UnpackWish& wish);
    /// Forgets it here.
    Status remove(const Reference& ref);
    /// Tells the provider (RFC 7009, refresh token first), then forgets it here whatever the answer.
    Result<RevokeOutcome> revoke(const Reference& ref);

    /// Does one thing that is due now: a device sign-in's question, a renewal or a validation, as its
    /// provider's pace allows. False: there
    /// was nothing. `found` is called before it is done. The keeper's one call, from as many threads as it
    /// likes.
    bool run_one_due(const std::function<void()>& found = {});
    /// When run_one_due has something to do next, looking no further than `until`; nothing: not before that.
    std::optional<Time> next_due(Time until);
    /// Takes over what a crash left: called once at start, by the owner of this home, before anything else.
    /// Without network: it marks the accounts whose renewal was cut short and makes them due.
    Status recover();
    /// Tries once more to save what only memory holds; the references of those that are still not on the
    /// disk.
    std::vector<std::string> save_the_rest();
    /// True while a renewal for this account is on its way.
    bool is_renewing(std::string_view account_id) const;

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace roadcase::accounts
