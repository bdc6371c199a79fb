#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "brokers/agora_order.h"
#include "core/clock.h"
#include "core/error.h"
#include "core/json.h"
#include "core/result.h"
#include "core/secret.h"

namespace roadcase::brokers {

/// Who else is asked "may this one?" before a token is made; at most one of `url` and `command`.
struct PermissionSettings {
    std::string url;                                                 ///< https, or http on loopback
    std::vector<std::string> forward = {"Cookie", "Authorization"};  ///< the caller's header fields it gets
    std::vector<std::string> command;                                ///< argv, no shell
    milliseconds timeout{5'000};

    bool is_asked() const { return !url.empty() || !command.empty(); }
};

/// What holds for every caller of a broker, whatever a key's grants say.
struct Policy {
    std::vector<std::string> places{"*"};  ///< channels or users, globs
    std::vector<std::string> roles{"*"};   ///< roles or scopes, globs
    seconds default_ttl{3'600};            ///< when nobody says
    seconds max_ttl{86'400};               ///< more is cut down to this
    std::int64_t per_minute = 600;         ///< of callers without a key, together
    std::vector<std::string> origins;      ///< web pages that may ask; empty: none
    bool require_key = true;               ///< false: programs of this user on this computer need none
    PermissionSettings permission;
};

/// Which published token server an Agora broker's addresses are compatible with.
enum class AgoraDialect {
    none,  ///< only our own API
    node,  ///< Agora-Node-TokenServer
    go,    ///< agora-token-service
};

struct AgoraSettings {
    std::string app_id;
    agora::Version version = agora::Version::v007;
    AgoraDialect dialect = AgoraDialect::node;
};

/// A service that makes tokens for whoever shows the operator's bearer token.
struct OperatorSettings {
    std::string host;                                            ///< "https://api.example.com", no path
    std::string create_path = "/auth/v1/access-tokens";          ///< POST
    std::string delete_method = "DELETE";                        ///< or POST
    std::string delete_path = "/auth/v1/access-tokens/{token}";  ///< {token} is filled in, percent-encoded
    std::string delete_body;                                     ///< JSON with {token}; empty: none
    std::string route = "/users/me/external/tokens";             ///< our address for callers
    std::vector<std::string> scopes;                             ///< when nobody says
    Json body = Json::object();                                  ///< members that always go along: `data` …
    std::vector<std::string> pass = {"data"};                    ///< members that the caller may set
};

struct RespokeSettings {
    std::string base_url = "https://api.respoke.io/v1";
    std::string app_id;
    std::string role_id;  ///< one of the two, or neither in development mode
    std::string role_name;
    std::string route = "/respoke/auth-token";  ///< our address for the own client
};

/// [broker.NAME]: something that makes short-lived tokens out of a secret that stays here. A value; what is
/// read is never changed afterwards.
struct Broker {
    std::string name;
    std::string path;  ///< its compatible addresses begin with this: "" or "/live"
    Policy policy;
    std::variant<AgoraSettings, OperatorSettings, RespokeSettings> settings;
    Secret secret;                 ///< app certificate, operator token or app secret
    std::optional<Error> problem;  ///< why it cannot work, e.g. its secret's file is gone

    template <class Settings>
    const Settings& as() const {
        return std::get<Settings>(settings);
    }
};
using BrokerPtr = std::shared_ptr<const Broker>;

/// "agora", "operator-bearer" or "respoke".
std::string_view kind_of(const Broker& broker);

}  // namespace roadcase::brokers
