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

/// Reads an answer and keeps the server's own words beside the result.
template <class Read>
auto keeping_body(Read read) {
    return [read](auto answer) {
        auto value = read(answer.value);
        value.body = decltype(value.body)(std::move(answer.body));
        return value;
    };
}

/// Every object of the array at `key`.
template <class Read>
auto each_of(const Json& value, std::string_view key, Read read) {
    std::vector<decltype(read(value))> list;
    if (const auto* array = find(value, key); array != nullptr && array->is_array())
        for (const auto& each : *array) list.push_back(read(each));
    return list;
}

/// The answer is not what this program's own server says.
Error not_understood();

}  // namespace roadcase::cli::read
