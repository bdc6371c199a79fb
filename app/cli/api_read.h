#pragma once

#include "cli/api.h"

/// The API's JSON objects as values; missing or wrong fields read as empty.
namespace roadcase::cli::read {

Token token(const Json& value);
Account account(const Json& value);
Removed removed(const Json& value);
StartedFlow started_flow(const Json& value);
Flow flow(const Json& value);
Key key(const Json& value);
Client client(const Json& value);
ClientTest client_test(const Json& value);
/// "problems" of the status, each as title and next step.
std::vector<std::string> problems(const Json& value);
VaultState vault(const Json& value);

std::string text(const Json& value, std::string_view key);
std::int64_t number(const Json& value, std::string_view key);
bool flag(const Json& value, std::string_view key);
std::vector<std::string> texts(const Json& value, std::string_view key);
/// RFC 3339 in UTC as the API writes it.
std::optional<Time> time(const Json& value, std::string_view key);

}  // namespace roadcase::cli::read
