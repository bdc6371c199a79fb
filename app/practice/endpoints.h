#pragma once

#include <mutex>
#include <string>
#include <string_view>

#include "core/guarded.h"
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
    bool is_glimesh() const { return settings.dialect == PracticeDialect::glimesh; }

    const PracticeSettings settings;
    const Clock& clock;
    Random& random;
    Guarded<Grants> grants;
    Guarded<DeviceCodes> devices;
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

http::Response authorize(ServerState& server, const Incoming& request);
http::Response consent(ServerState& server, const Incoming& request);
/// RFC 8628 §3.1: a device asks for its codes.
http::Response device_authorization(ServerState& server, const Incoming& request);
/// RFC 8628 §3.3: the page where a person enters the code that the device shows.
http::Response device(ServerState& server, const Incoming& request);
/// What the person answered there.
http::Response answer_device(ServerState& server, const Consent& asked, bool allowed);
http::Response token(ServerState& server, const Incoming& request);
http::Response revoke(ServerState& server, const Incoming& request);
http::Response introspect(ServerState& server, const Incoming& request);
http::Response userinfo(ServerState& server, const Incoming& request);
/// Glimesh's GraphQL, as far as "who am I" goes.
http::Response graph(ServerState& server, const Incoming& request);
/// RFC 8414.
http::Response metadata(ServerState& server, const Incoming& request);

}  // namespace roadcase::practice
