#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>

#include "core/guarded.h"
#include "practice/answer_shape.h"
#include "practice/authorization_server.h"
#include "practice/device_codes.h"
#include "practice/grants.h"

namespace roadcase::practice {

/// RFC 8628 §3.4.
inline constexpr std::string_view device_grant = "urn:ietf:params:oauth:grant-type:device_code";

/// What the endpoints share. Thread-safe.
struct ServerState {
    ServerState(PracticeSettings settings, const Clock& clock, Random& random);

    /// Writes the grants to the state file, newest last even when threads race.
    void save();
    /// What every template may hold, and what is known of a token.
    Values values() const;
    Values values(const TokenFacts& facts) const;
    /// The first door of that purpose; nullptr when there is none.
    const Door* door(Purpose purpose) const;
    /// The address of a path below the issuer; a whole address is one already.
    std::string address(const std::string& path) const;

    const PracticeSettings settings;
    const Clock& clock;
    Random& random;
    Guarded<Grants> grants;
    Guarded<DeviceCodes> devices;
    Guarded<std::map<Purpose, int>> answered;  ///< good answers
    std::mutex saving;
};

/// One request below the issuer's path.
struct Incoming {
    const std::string& method;
    std::string_view query;
    const http::Headers& headers;
    const std::string& body;
    Faults faults;
};

/// A door's good answer, counted.
http::Response answer(ServerState& server, const Door& door, const Incoming& request, const Values& values);
http::Response refusal(const ServerState& server, const Door& door, const Incoming& request,
                       const OAuthError& error);

http::Response authorize(ServerState& server, const Door& door, const Incoming& request);
http::Response token(ServerState& server, const Door& door, const Incoming& request);
http::Response device_authorization(ServerState& server, const Door& door, const Incoming& request);
http::Response revoke(ServerState& server, const Door& door, const Incoming& request);
http::Response introspect(ServerState& server, const Door& door, const Incoming& request);
/// Whose the token is: userinfo, validation, GraphQL as far as "who am I" goes.
http::Response person(ServerState& server, const Door& door, const Incoming& request);
/// RFC 8414.
http::Response metadata(ServerState& server, const Door& door, const Incoming& request);
/// A program registers itself and is told the one client there is.
http::Response register_client(ServerState& server, const Door& door, const Incoming& request);

/// The pages, which are the same in every dialect: the answer to a question; the code that a device shows
/// (RFC 8628 §3.3).
http::Response consent(ServerState& server, const Incoming& request);
http::Response device_page(ServerState& server, const Incoming& request);
/// What the person answered to a device's question.
http::Response answer_device(ServerState& server, const Consent& asked, bool allowed);

}  // namespace roadcase::practice
