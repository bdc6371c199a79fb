#include "server/api_json.h"

#include "accounts/keys.h"
#include "accounts/problems.h"
#include "accounts/scopes.h"
#include "core/text.h"
#include "server/exchange.h"

namespace roadcase::server {
namespace {

OrderedJson text_or_null(const std::string& text) {
    return text.empty() ? OrderedJson(nullptr) : OrderedJson(text);
}

OrderedJson time_or_null(const std::optional<Time>& time) {
    return time ? OrderedJson(rfc3339(*time)) : OrderedJson(nullptr);
}

OrderedJson problem_or_null(const store::AccountRecord& record, const JsonContext& context) {
    const auto client = context.registry.find(record.client);
    const auto problem = accounts::problem_now(record, provider_name(record, context.registry), context.now,
                                               client != nullptr && client->made_here);
    if (!problem) return nullptr;
    return {{"code", problem->code},
            {"title", problem->title},
            {"detail", text_or_null(problem->detail)},
            {"since", time_or_null(record.problem.empty() ? record.authorized_at : record.problem_since)},
            {"next", text_or_null(problem->next)}};
}

}  // namespace

std::string action_url(const store::AccountRecord& record, const std::string& public_url) {
    return action_url(record.client, record.id, public_url);
}

std::string action_url(std::string_view reference, std::string_view id, const std::string& public_url) {
    const auto client = reference.substr(0, reference.find('/'));
    return public_url + "/auth/" + std::string(client) + "?account=" + std::string(id);
}

std::vector<std::string> api_origins(const store::AccountRecord& record, const accounts::Registry& registry) {
    const auto client = registry.find(record.client);
    return client != nullptr ? providers::token_origins(client->provider) : std::vector<std::string>();
}

std::string userinfo_url(const store::AccountRecord& record, const accounts::Registry& registry) {
    const auto client = registry.find(record.client);
    if (client == nullptr) return {};
    const auto& [from, request, subject, display_name, nobody] = client->provider.identity;
    const bool asks = from == providers::Identity::Source::request && request.method == "GET";
    const auto& address =
        asks && !request.url.empty() ? request.url : client->provider.server.userinfo_endpoint;
    return http::parse_url(address) ? address : std::string();
}

std::string provider_name(const store::AccountRecord& record, const accounts::Registry& registry) {
    const auto client = registry.find(record.client);
    return client != nullptr ? client->provider.display_name : record.provider;
}

OrderedJson account_json(const store::AccountRecord& record, bool renewing, const JsonContext& context) {
    const auto status = renewing ? "renewing" : accounts::shown_status(record, context.now);
    const auto expires_at = record.tokens ? record.tokens->expires_at : std::nullopt;
    OrderedJson body;
    body["version"] = 1;
    body["account"] = accounts::reference_of(record);
    body["id"] = record.id;
    body["provider"] = record.provider;
    body["provider_name"] = provider_name(record, context.registry);
    body["client"] = record.client;
    body["grant_type"] = record.grant_type;
    body["subject"] = text_or_null(record.subject);
    body["display_name"] = text_or_null(record.display_name);
    body["status"] = status;
    body["scope"] = join(record.scopes, " ");
    body["expires_at"] = time_or_null(expires_at);
    body["expires_in"] = expires_at ? OrderedJson(accounts::time_left(*record.tokens, context.now).count())
                                    : OrderedJson(nullptr);
    body["renews_at"] = record.status == store::AccountStatus::connected
                            ? time_or_null(record.next_attempt_at)
                            : OrderedJson(nullptr);
    body["last_renewed_at"] = time_or_null(record.renewed_at);
    body["generation"] = record.generation;
    body["requested_scopes"] = record.requested_scopes;
    body["missing_scopes"] = accounts::not_granted(record);
    body["consent_ends_at"] = time_or_null(record.consent_ends_at);
    body["problem"] = problem_or_null(record, context);
    body["action_url"] = action_url(record, context.public_url);
    body["api_origins"] = api_origins(record, context.registry);
    body["userinfo_url"] = text_or_null(userinfo_url(record, context.registry));
    return body;
}

OrderedJson used_by_json(const std::vector<store::KeyRecord>& keys, const store::AccountRecord& record) {
    OrderedJson list = OrderedJson::array();
    for (const auto& key : keys)
        if (accounts::Keys::may_ask(key, record))
            list.push_back({{"name", key.name}, {"last_used_at", time_or_null(key.last_used_at)}});
    return list;
}

OrderedJson warning_json(const Error& error) {
    return {{"code", error.code}, {"title", error.title}, {"detail", error.detail}, {"next", error.next}};
}

OrderedJson token_json(const accounts::Token& token, Time now) {
    OrderedJson headers = OrderedJson::object();
    for (const auto& [name, value] : token.headers) headers[name] = value;
    OrderedJson body;
    body["version"] = 1;
    body["access_token"] = token.access_token.reveal();
    body["token_type"] = token.token_type;
    if (token.expires_at) body["expires_in"] = std::max<std::int64_t>(0, (*token.expires_at - now).count());
    body["scope"] = join(token.scopes, " ");
    body["expires_at"] = time_or_null(token.expires_at);
    body["account"] = token.account;
    body["subject"] = text_or_null(token.subject);
    body["display_name"] = text_or_null(token.display_name);
    body["client_id"] = token.client_id;
    body["headers"] = std::move(headers);
    return body;
}

OrderedJson flow_json(const accounts::Flow& flow) {
    constexpr std::string_view names[] = {"pending", "done", "failed"};
    OrderedJson body;
    body["version"] = 1;
    body["id"] = flow.id;
    body["status"] = names[static_cast<int>(flow.state)];
    body["client"] = flow.client;
    body["provider_name"] = flow.provider_name;
    body["account"] = text_or_null(flow.account);
    body["display_name"] = text_or_null(flow.display_name);
    body["again"] = flow.again;
    body["missing_scopes"] = flow.missing_scopes;
    body["lost_scopes"] = flow.lost_scopes;
    body["scripts"] = flow.scripts;
    if (flow.error) body["problem"] = OrderedJson::parse(problem(*flow.error).body);
    return body;
}

OrderedJson key_json(const store::KeyRecord& key, std::int64_t refused, Time now) {
    OrderedJson body;
    body["id"] = key.id;
    body["name"] = key.name;
    body["status"] = accounts::status_of(key, now);
    body["accounts"] = key.accounts;
    body["scopes"] = key.scopes;
    body["brokers"] = key.brokers;
    body["max_ttl"] = key.max_ttl > 0 ? OrderedJson(key.max_ttl) : OrderedJson(nullptr);
    body["origins"] = key.origins;
    body["per_minute"] = key.per_minute > 0 ? key.per_minute : accounts::usual_per_minute;
    body["paused"] = key.paused;
    body["unconfirmed"] = key.unconfirmed;
    body["created_at"] = rfc3339(key.created_at);
    body["expires_at"] = time_or_null(key.expires_at);
    body["last_used_at"] = time_or_null(key.last_used_at);
    body["uses"] = key.uses;
    body["refused"] = refused;
    return body;
}

OrderedJson handle_json(const store::HandleRecord& handle, const std::string& account) {
    OrderedJson body;
    body["id"] = handle.id;
    body["name"] = handle.name;
    body["account"] = text_or_null(account);
    body["created_at"] = rfc3339(handle.created_at);
    body["last_used_at"] = time_or_null(handle.last_used_at);
    body["uses"] = handle.uses;
    return body;
}

OrderedJson activity_json(const store::ActivityRecord& record) {
    return {{"id", record.id},           {"at", rfc3339(record.at)}, {"kind", record.kind},
            {"account", record.account}, {"who", record.who},        {"text", record.text}};
}

}  // namespace roadcase::server
