#include "cli/api_read.h"

#include <cstdio>

namespace roadcase::cli::read {
namespace {

std::optional<seconds> lifetime(const Json& value, std::string_view key) {
    const auto* field = find(value, key);
    if (field == nullptr || !field->is_number_integer()) return std::nullopt;
    return seconds{field->get<std::int64_t>()};
}

std::optional<Time> parse_rfc3339(const std::string& text) {
    int year = 0;
    unsigned month = 0, day = 0, hour = 0, minute = 0, second = 0;
    char zone = 0;
    const int fields = std::sscanf(text.c_str(), "%4d-%2u-%2uT%2u:%2u:%2u%c", &year, &month, &day, &hour,
                                   &minute, &second, &zone);
    const std::chrono::year_month_day date{std::chrono::year{year}, std::chrono::month{month},
                                           std::chrono::day{day}};
    if (fields != 7 || zone != 'Z' || !date.ok()) return std::nullopt;
    return Time{std::chrono::sys_days{date}} + std::chrono::hours{hour} + std::chrono::minutes{minute} +
           seconds{second};
}

}  // namespace

std::string text(const Json& value, std::string_view key) {
    return string_at(value, key).value_or("");
}

std::int64_t number(const Json& value, std::string_view key) {
    const auto* field = find(value, key);
    return field != nullptr && field->is_number_integer() ? field->get<std::int64_t>() : 0;
}

bool flag(const Json& value, std::string_view key) {
    const auto* field = find(value, key);
    return field != nullptr && field->is_boolean() && field->get<bool>();
}

std::vector<std::string> texts(const Json& value, std::string_view key) {
    std::vector<std::string> list;
    const auto* field = find(value, key);
    if (field == nullptr || !field->is_array()) return list;
    for (const auto& each : *field)
        if (each.is_string()) list.push_back(each.get<std::string>());
    return list;
}

std::optional<Time> time(const Json& value, std::string_view key) {
    return parse_rfc3339(text(value, key));
}

Token token(const Json& value) {
    Token token;
    token.access_token = Secret(text(value, "access_token"));
    token.token_type = text(value, "token_type");
    token.expires_in = lifetime(value, "expires_in");
    token.expires_at = time(value, "expires_at");
    token.scope = text(value, "scope");
    token.account = text(value, "account");
    token.subject = text(value, "subject");
    token.display_name = text(value, "display_name");
    token.client_id = text(value, "client_id");
    const auto* headers = find(value, "headers");
    if (headers != nullptr && headers->is_object())
        for (const auto& [name, header] : headers->items())
            if (header.is_string()) token.headers.emplace_back(name, Secret(header.get<std::string>()));
    return token;
}

Account account(const Json& value) {
    Account account;
    account.account = text(value, "account");
    account.provider_name = text(value, "provider_name");
    account.client = text(value, "client");
    account.display_name = text(value, "display_name");
    account.is_app = text(value, "grant_type") == "client_credentials";
    account.status = text(value, "status");
    account.scope = text(value, "scope");
    account.expires_in = lifetime(value, "expires_in");
    account.renews_at = time(value, "renews_at");
    account.last_renewed_at = time(value, "last_renewed_at");
    account.generation = number(value, "generation");
    account.missing_scopes = texts(value, "missing_scopes");
    account.consent_ends_at = time(value, "consent_ends_at");
    account.requested_scopes = texts(value, "requested_scopes");
    account.api_origins = texts(value, "api_origins");
    account.userinfo_url = text(value, "userinfo_url");
    if (const auto* problem = find(value, "problem"); problem != nullptr && problem->is_object()) {
        account.problem = text(*problem, "title");
        account.problem_code = text(*problem, "code");
        account.problem_detail = text(*problem, "detail");
        account.problem_since = time(*problem, "since");
        account.problem_next = text(*problem, "next");
    }
    return account;
}

Removed removed(const Json& value) {
    return {text(value, "account"), flag(value, "told_provider"), text(value, "note"), {}};
}

StartedFlow started_flow(const Json& value) {
    StartedFlow flow;
    flow.id = text(value, "id");
    flow.method = text(value, "method");
    flow.methods = texts(value, "methods");
    flow.url = text(value, "url");
    flow.expires_in = seconds{number(value, "expires_in")};
    flow.binding = Secret(text(value, "binding"));
    flow.user_code = text(value, "user_code");
    flow.verification_uri = text(value, "verification_uri");
    flow.verification_uri_complete = text(value, "verification_uri_complete");
    return flow;
}

Flow flow(const Json& value) {
    Flow flow;
    flow.status = text(value, "status");
    flow.account = text(value, "account");
    flow.provider_name = text(value, "provider_name");
    flow.display_name = text(value, "display_name");
    flow.again = flag(value, "again");
    flow.missing_scopes = texts(value, "missing_scopes");
    flow.lost_scopes = texts(value, "lost_scopes");
    flow.scripts = texts(value, "scripts");
    if (flow.provider_name.empty()) flow.provider_name = text(value, "client");
    const auto* problem = find(value, "problem");
    if (problem != nullptr && problem->is_object())
        flow.problem = server::error_from_problem({static_cast<int>(number(*problem, "status")),
                                                   {{"Content-Type", "application/problem+json"}},
                                                   dump(*problem)});
    return flow;
}

std::vector<std::string> problems(const Json& value) {
    std::vector<std::string> lines;
    const auto* list = find(value, "problems");
    if (list == nullptr || !list->is_array()) return lines;
    for (const auto& each : *list) {
        const auto next = text(each, "next");
        lines.push_back(text(each, "title") + (next.empty() ? "" : "  Next: " + next));
    }
    return lines;
}

Client client(const Json& value) {
    Client client;
    client.name = text(value, "name");
    client.provider = text(value, "provider");
    client.display_name = text(value, "display_name");
    client.source = text(value, "source");
    client.client_id = text(value, "client_id");
    client.has_secret = flag(value, "has_secret");
    client.redirect_uri = text(value, "redirect_uri");
    client.scopes = texts(value, "scopes");
    client.accounts = number(value, "accounts");
    if (const auto* problem = find(value, "problem"); problem != nullptr)
        client.problem = text(*problem, "title");
    return client;
}

ClientTest client_test(const Json& value) {
    ClientTest outcome;
    const auto* works = find(value, "works");
    if (works != nullptr && works->is_boolean()) outcome.works = works->get<bool>();
    outcome.detail = text(value, "detail");
    return outcome;
}

Key key(const Json& value) {
    Key key;
    key.name = text(value, "name");
    key.status = text(value, "status");
    key.accounts = texts(value, "accounts");
    key.scopes = texts(value, "scopes");
    key.brokers = texts(value, "brokers");
    key.max_ttl = seconds{number(value, "max_ttl")};
    key.origins = texts(value, "origins");
    key.per_minute = number(value, "per_minute");
    key.created_at = time(value, "created_at");
    key.expires_at = time(value, "expires_at");
    key.last_used_at = time(value, "last_used_at");
    key.uses = number(value, "uses");
    key.refused = number(value, "refused");
    return key;
}

VaultState vault(const Json& value) {
    return {text(value, "source"),
            text(value, "place"),
            number(value, "schema"),
            number(value, "accounts"),
            time(value, "data_key_made_at"),
            time(value, "key_changed_at"),
            text(value, "note"),
            {}};
}

Error not_understood() {
    return make_error(ErrorKind::internal, "", "The answer of roadcase's server was not understood.",
                      "It may be another version than this command.", "restart it: roadcase serve");
}

}  // namespace roadcase::cli::read
