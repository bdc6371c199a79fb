#pragma once

#include <string>

#include "dashboard/world.h"

namespace roadcase::dashboard {

/// The parameters of /auth, each checked against what we have; nothing else of a query goes any further.
struct Doorway {
    std::string account_id;
    std::string name;
    std::string flow;
    std::string role;  ///< one of the provider's: what to ask for
    bool choose = false;
    bool warned = false;     ///< of being on air
    bool from_dock = false;  ///< the tab was opened for this alone
};

/// E501: the account it names is not one of this client's.
Result<Doorway> read_doorway(const World& world, const http::Params& params,
                             const accounts::ClientEntry& client);
http::Params params_of(const Doorway& wish);
/// "/auth/NAME" with these parameters.
std::string door_for(const accounts::ClientEntry& client, const Doorway& wish);

/// Fetch Metadata: another site, or another port of this host, led the browser here.
bool is_led_by_others(const server::Request& request);

/// A streaming program runs, and the person wants to be warned then.
bool may_be_seen(const World& world);
/// Whether a page stands before this provider's, because a streaming program runs.
bool must_warn(const World& world, const Doorway& wish, const accounts::ClientEntry& client);
/// That page.
server::Response warning(const World& world, const Doorway& wish, const accounts::ClientEntry& client);

}  // namespace roadcase::dashboard
