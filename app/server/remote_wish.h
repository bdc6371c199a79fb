#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "brokers/remote.h"
#include "core/json.h"
#include "core/result.h"
#include "server/broker_dialect.h"

namespace roadcase::server {

/// What callers say to a broker that asks another service, and what all such brokers answer alike. Errors are
/// `invalid_request` with the field's name.

/// The JSON object of a body, or nothing said where there is none.
Result<Json> said_in_body(const Request& request);
/// "ttl": a whole number of seconds, or the same as a text.
Result<std::optional<seconds>> wished_ttl(const Json& fields);
/// The text at the first of `names` that is there: printable, 255 bytes at most. Empty: none is.
Result<std::string> wished_name(const Json& fields, const std::vector<std::string>& names);
/// "scopes": a list of texts, or one text with blanks or commas between them. No text twice, 64 at most.
Result<std::vector<std::string>> wished_scopes(const Json& fields);
/// A secret that the caller has and that must look like one.
Result<Secret> wished_secret(const Json& fields, const std::string& name, bool (*fits)(std::string_view));

/// The owner hears of what the service refused us or did not do; callers' own mistakes are theirs.
brokers::RemoteFailure noted(const BrokerCall& call, brokers::RemoteFailure failure);

/// The status that says it in HTTP: the service's own where it answered an error, else that of the kind.
int status_of(const brokers::RemoteFailure& failure);
/// The Error of our own API.
template <class T>
tl::unexpected<Error> told(brokers::Remote<T>&& remote) {
    return fail(std::move(remote.error().error));
}

/// not_found, with those that there are.
tl::unexpected<Error> no_such_action(std::string_view action, const std::string& known);
/// 405 for an address that is there.
Response wrong_method(const std::string& allowed);

}  // namespace roadcase::server
