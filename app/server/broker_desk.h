#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/allowance.h"
#include "brokers/broker.h"
#include "brokers/grant.h"
#include "brokers/permission.h"
#include "http/transport.h"
#include "server/callers.h"
#include "server/exchange.h"

namespace roadcase::server {

/// Who asks a broker for a token.
struct BrokerCaller {
    std::string who;        ///< "terminal", "the key overlay", "a page of https://…"; for the log
    accounts::KeyPtr key;   ///< nothing: the owner, this computer, or a page without a key
    bool is_owner = false;  ///< grants and permission are not asked about
    std::string origin;     ///< of the page that asks; empty: no page
};

/// What one request wants, once its words are understood.
struct BrokerAsk {
    std::vector<brokers::Subject> subjects;  ///< each must be allowed
    std::string user;                        ///< who the token would be for; may be empty
    std::optional<seconds> ttl;              ///< nothing: the broker's default
    std::vector<std::string> scopes;         ///< of services that have them
};

/// What it gets: never more than was asked for, nor than the policy, the key and the permission allow.
using Approval = brokers::Terms;

/// The one permission model of all brokers. Thread-safe.
class BrokerDesk {
  public:
    struct World {
        accounts::Keys& keys;
        Callers& callers;
        http::Transport& transport;
        const Clock& clock;
        Random& random;
        /// Told of everything that was made: broker, "a token for channel test as publisher", who asked.
        std::function<void(const std::string& broker, const std::string& what, const std::string& who)>
            minted;
        /// Told of what another service did not do, for the owner: callers hear less.
        std::function<void(const std::string& broker, const Error& why)> failed = {};
    };
    explicit BrokerDesk(World world) : world_(std::move(world)) {}

    /// The page that asks, when it is a listed one; empty: no page. denied (E506): a page that is not.
    Result<std::string> page_of(const brokers::Broker& broker, const Request& request) const;
    /// Who asks; unauthorized_key (401), denied (403: a page that is not the key's, unconfirmed key),
    /// slow_down (429). Reads no body.
    Result<BrokerCaller> identify(const brokers::Broker& broker, const Request& request,
                                  const std::string& page) const;

    /// Grants, the broker's own policy, then the operator's permission service or command, which sees what
    /// was asked and may narrow it. unauthorized_key (401), denied (403), slow_down (429), unavailable (503:
    /// it could not be asked).
    Result<Approval> approve(const brokers::Broker& broker, const BrokerCaller& caller,
                             const Request& request, const BrokerAsk& ask) const;

    /// A request to this broker needs a worker that may wait.
    static bool blocks(const brokers::Broker& broker);

    void note_failed(const brokers::Broker& broker, const Error& why) const;
    void note_minted(const brokers::Broker& broker, const BrokerCaller& caller,
                     const std::string& what) const;

    http::Transport& transport() const { return world_.transport; }
    const Clock& clock() const { return world_.clock; }
    Random& random() const { return world_.random; }

  private:
    Result<BrokerCaller> page_or_computer(const brokers::Broker& broker, const Request& request,
                                          std::string origin) const;
    Result<BrokerCaller> with_key(const brokers::Broker& broker, const Request& request, const Secret& key,
                                  std::string origin) const;
    Result<Approval> narrowed(const brokers::Broker& broker, const BrokerCaller& caller,
                              const Request& request, const BrokerAsk& ask, Approval approval) const;
    /// `of`: requests, or tokens.
    Status take_turn(const brokers::Broker& broker, const char* of, std::int64_t per_minute) const;

    World world_;
    struct Turns {
        std::int64_t per_minute = 0;
        accounts::Allowance left{1};
    };
    /// What callers without a key have left, by what and broker.
    mutable Guarded<std::map<std::string, Turns, std::less<>>> turns_;
};

}  // namespace roadcase::server
