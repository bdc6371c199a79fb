#include "cli/api.h"

#include "accounts/reference.h"
#include "cli/api_read.h"
#include "core/text.h"

namespace roadcase::cli {
namespace {

/// The Error of an answer; a sign-in that is needed always says which command starts it.
Error error_of(const server::Response& response) {
    auto error = server::error_from_problem(response);
    if (error.kind == ErrorKind::needs_authorization && error.next.empty() && !error.account.empty())
        error.next = "roadcase reconnect " + error.account;
    return error;
}

OrderedJson body_of(const FlowWish& wish) {
    OrderedJson body = OrderedJson::object();
    if (!wish.client.empty()) body["client"] = wish.client;
    if (!wish.account.empty()) body["account"] = wish.account;
    if (!wish.name.empty()) body["name"] = wish.name;
    if (!wish.scopes.empty()) body["scope"] = wish.scopes;
    return body;
}

}  // namespace

handout::Material material_of(const Token& token, Time now) {
    handout::Material material;
    material.access_token = token.access_token;
    material.token_type = token.token_type;
    material.expires_at = token.expires_at;
    material.now = now;
    material.scopes = split(token.scope, ' ');
    material.account = token.account;
    material.client_id = token.client_id;
    material.subject = token.subject;
    material.display_name = token.display_name;
    for (const auto& [name, value] : token.headers) material.headers.emplace_back(name, value.reveal());
    return material;
}

Result<Api::Answer> Api::call(std::string method, std::string path, http::Params query, std::string body) {
    server::Request request;
    request.method = std::move(method);
    request.path = std::move(path);
    request.raw_query = query.encode();
    request.query = std::move(query);
    request.headers.add("Accept", "application/json");
    if (!body.empty()) request.headers.add("Content-Type", "application/json");
    request.body = std::move(body);
    auto response = backend_->call(request);
    wipe(request.body);
    if (response.status < 200 || response.status > 299) return fail(error_of(response));
    auto value = parse_json(response.body);
    if (!value || !value->is_object()) return fail(read::not_understood());
    return Answer{std::move(*value), std::move(response.body)};
}

Result<std::string> Api::path_of(std::string_view base, std::string_view account,
                                 std::string_view verb) const {
    return accounts::parse_reference(account).map([&](const accounts::Reference&) {
        return "/api/v1/" + std::string(base) + "/" + std::string(account) + std::string(verb);
    });
}

Result<Token> Api::token(std::string_view account, std::int64_t min_ttl,
                         const std::vector<std::string>& scopes) {
    http::Params query{{"min_ttl", std::to_string(min_ttl)}};
    for (const auto& scope : scopes) query.add("scope", scope);
    return path_of("token", account)
        .and_then([&](const std::string& path) { return call("GET", path, query); })
        .map(read::keeping_body(read::token));
}

Result<Token> Api::reject(std::string_view account, const Secret& access_token) {
    return path_of("token", account, "/reject")
        .and_then([&](const std::string& path) {
            return call("POST", path, {}, dump(OrderedJson{{"access_token", access_token.reveal()}}));
        })
        .map(read::keeping_body(read::token));
}

Result<Accounts> Api::accounts() {
    return call("GET", "/api/v1/accounts").map(read::keeping_body([](const Json& value) {
        return Accounts{read::each_of(value, "accounts", read::account), {}};
    }));
}

Result<Account> Api::account(std::string_view account) {
    return path_of("accounts", account)
        .and_then([&](const std::string& path) { return call("GET", path); })
        .map(read::keeping_body(read::account));
}

Result<Account> Api::change_account(std::string_view account, const AccountWish& wish) {
    OrderedJson body = OrderedJson::object();
    if (!wish.name.empty()) body["name"] = wish.name;
    if (wish.make_default) body["default"] = true;
    if (wish.paused) body["paused"] = *wish.paused;
    return path_of("accounts", account)
        .and_then([&](const std::string& path) { return call("PATCH", path, {}, dump(body)); })
        .map(read::keeping_body(read::account));
}

Result<Account> Api::refresh(std::string_view account) {
    return path_of("accounts", account, "/refresh")
        .and_then([&](const std::string& path) { return call("POST", path); })
        .map(read::keeping_body(read::account));
}

Result<Validity> Api::validate(std::string_view account) {
    return path_of("accounts", account, "/validate")
        .and_then([&](const std::string& path) { return call("POST", path); })
        .map(read::keeping_body([](const Json& value) {
            const auto* active = find(value, "active");
            Validity validity;
            if (active != nullptr && active->is_boolean()) validity.active = active->get<bool>();
            return validity;
        }));
}

Result<Removed> Api::remove(std::string_view account, bool revoke) {
    return path_of("accounts", account)
        .and_then([&](const std::string& path) {
            return call("DELETE", path, revoke ? http::Params{{"revoke", "true"}} : http::Params{});
        })
        .map(read::keeping_body(read::removed));
}

Result<StartedFlow> Api::start_flow(const FlowWish& wish) {
    auto body = body_of(wish);
    if (!wish.method.empty()) body["method"] = wish.method;
    return call("POST", "/api/v1/flows", {}, dump(body)).and_then([](Answer answer) -> Result<StartedFlow> {
        auto flow = read::started_flow(answer.value);
        wipe(answer.body);
        const bool leads_somewhere = !flow.url.empty() || !flow.user_code.empty();
        if (flow.id.empty() || !leads_somewhere) return fail(read::not_understood());
        return flow;
    });
}

Result<Flow> Api::flow(std::string_view id) {
    return call("GET", "/api/v1/flows/" + std::string(id)).map(read::keeping_body(read::flow));
}

Result<Flow> Api::paste(const StartedFlow& started, const Secret& address) {
    const OrderedJson body{{"url", address.reveal()}, {"binding", started.binding.reveal()}};
    return call("POST", "/api/v1/flows/" + started.id + "/paste", {}, dump(body))
        .map(read::keeping_body(read::flow));
}

Status Api::cancel_flow(std::string_view id) {
    return call("DELETE", "/api/v1/flows/" + std::string(id)).map([](const Answer&) {});
}

Result<Account> Api::add_app(const FlowWish& wish) {
    auto body = body_of(wish);
    body["grant_type"] = "client_credentials";
    return call("POST", "/api/v1/accounts", {}, dump(body)).map(read::keeping_body(read::account));
}

Result<Account> Api::import_refresh_token(const FlowWish& wish, const Secret& refresh_token,
                                          const std::string& client_id) {
    auto body = body_of(wish);
    if (!client_id.empty()) body["client_id"] = client_id;
    body["grant_type"] = "refresh_token";
    body["refresh_token"] = refresh_token.reveal();
    auto text = dump(body);
    wipe(body["refresh_token"].get_ref<std::string&>());
    return call("POST", "/api/v1/accounts", {}, std::move(text)).map(read::keeping_body(read::account));
}

Result<Moved> Api::move(const char* path, OrderedJson fields, const Secret& passphrase) {
    fields["passphrase"] = passphrase.reveal();
    auto text = dump(fields);
    wipe(fields["passphrase"].get_ref<std::string&>());
    return call("POST", path, {}, std::move(text)).map(read::keeping_body([](const Json& value) {
        return Moved{read::texts(value, "accounts"), {}};
    }));
}

Result<Moved> Api::pack(OrderedJson fields, const Secret& passphrase) {
    return move("/api/v1/pack", std::move(fields), passphrase);
}

Result<Moved> Api::unpack(OrderedJson fields, const Secret& passphrase) {
    return move("/api/v1/unpack", std::move(fields), passphrase);
}

Result<Released> Api::release(std::string_view account) {
    return path_of("accounts", account, "/release")
        .and_then([&](const std::string& path) { return call("POST", path); })
        .map([](const Answer& answer) {
            return Released{read::token(answer.value), Secret(read::text(answer.value, "refresh_token"))};
        });
}

Result<VaultState> Api::vault() {
    return call("GET", "/api/v1/vault").map(read::keeping_body(read::vault));
}

Result<VaultState> Api::rekey(std::string_view source, const Secret& passphrase) {
    OrderedJson body = OrderedJson::object();
    if (!source.empty()) body["to"] = source;
    if (!passphrase.empty()) body["passphrase"] = passphrase.reveal();
    auto text = dump(body);
    if (!passphrase.empty()) wipe(body["passphrase"].get_ref<std::string&>());
    return call("POST", "/api/v1/vault/rekey", {}, std::move(text)).map(read::keeping_body(read::vault));
}

Result<VaultState> Api::rotate() {
    return call("POST", "/api/v1/vault/rotate").map(read::keeping_body(read::vault));
}

Result<ServerStatus> Api::status() {
    return call("GET", "/api/v1/status").map([](Answer answer) {
        return ServerStatus{read::flag(answer.value, "server"), read::text(answer.value, "url"),
                            read::text(answer.value, "store"), read::problems(answer.value),
                            std::move(answer.body)};
    });
}

Status Api::practice(std::string_view fault, bool on) {
    const auto body = dump(OrderedJson{{std::string(fault), on}});
    return call("POST", "/api/v1/practice", {}, body).map([](const Answer&) {});
}

}  // namespace roadcase::cli
