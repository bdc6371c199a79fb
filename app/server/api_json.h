#pragma once

#include <string>

#include "accounts/accounts.h"
#include "core/json.h"
#include "store/records.h"

namespace roadcase::server {

/// What the shapes of the API need to know beside the record itself.
struct JsonContext {
    const accounts::Registry& registry;
    std::string public_url;  ///< for action_url
    Time now;
};

/// The account object: `status --json`, GET /api/v1/accounts/…; docs/api.md.
OrderedJson account_json(const store::AccountRecord& record, bool renewing, const JsonContext& context);
/// Which keys may ask for the account, and when each was last used: `used_by` of the account object.
OrderedJson used_by_json(const std::vector<store::KeyRecord>& keys, const store::AccountRecord& record);
/// The token object, RFC 6749 field names first. The only JSON of ours that holds an access token.
OrderedJson token_json(const accounts::Token& token, Time now);
OrderedJson flow_json(const accounts::Flow& flow);
/// Everything of a key but the key; `refused` since the start of this process.
OrderedJson key_json(const store::KeyRecord& key, std::int64_t refused, Time now);
/// Everything of a handle but the handle; `account` is its reference, empty when it is gone.
OrderedJson handle_json(const store::HandleRecord& handle, const std::string& account);
/// What is wrong here and is nobody's answer: an element of "problems" in GET /api/v1/status.
OrderedJson warning_json(const Error& error);
OrderedJson activity_json(const store::ActivityRecord& record);

/// Where a person signs in to this account again.
std::string action_url(const store::AccountRecord& record, const std::string& public_url);
/// The same for an account known by reference and id only.
std::string action_url(std::string_view reference, std::string_view id, const std::string& public_url);
/// Where this account's token may be sent; none when the client is gone from the configuration.
std::vector<std::string> api_origins(const store::AccountRecord& record, const accounts::Registry& registry);
/// An address of its API that says whose account it is, to try a token with; empty when there is none.
std::string userinfo_url(const store::AccountRecord& record, const accounts::Registry& registry);
/// The provider's name as people say it; the stored one when the client is gone from the configuration.
std::string provider_name(const store::AccountRecord& record, const accounts::Registry& registry);

}  // namespace roadcase::server
