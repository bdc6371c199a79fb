#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "brokers/agora_access_token.h"
#include "brokers/agora_access_token2.h"
#include "cli/output.h"
#include "core/json.h"

namespace roadcase::cli {

struct PrivilegeView {
    std::uint16_t number = 0;
    std::string words;
    std::optional<Time> ends_at;  ///< nothing: it has no end of its own
};

struct ServiceView {
    std::string name;
    std::string words;
    std::optional<std::string> channel;  ///< nothing: there is no such field
    std::optional<std::string> user;
    std::optional<int> role;
    brokers::agora::Rtm2Permissions permissions;
    std::vector<PrivilegeView> privileges;
};

/// An Agora token of either version, as a person is told of it. Texts are as they stand in the token.
struct AgoraTokenView {
    std::string format;  ///< "006" or "007"
    std::string app_id;
    std::optional<Time> made_at;  ///< "006" does not say
    Time ends_at;
    std::uint32_t salt = 0;
    std::vector<ServiceView> services;
    std::optional<std::uint16_t> unknown_type;
};
AgoraTokenView view_of(const brokers::agora::ReceivedToken& received);
AgoraTokenView view_of(const brokers::agora::ReceivedToken2& received);

/// Whether its signature is right; nothing: that cannot be said. `note` says why not.
struct SignatureVerdict {
    std::optional<bool> valid;
    std::string note;
};

OrderedJson json_of(const AgoraTokenView& token, const SignatureVerdict& verdict, Time now);
/// Lines for a person.
std::string lines_of(const AgoraTokenView& token, const SignatureVerdict& verdict, Time now);

}  // namespace roadcase::cli
