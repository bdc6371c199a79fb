#include "oauth/request_form.h"

#include <algorithm>

#include "core/encoding.h"
#include "core/json.h"
#include "http/url.h"
#include "oauth/server.h"

namespace roadcase::oauth {
namespace {

std::string basic_credentials(const Client& client, BasicEncoding encoding) {
    const auto written = [&](const std::string& text) {
        return encoding == BasicEncoding::rfc6749 ? percent_encode(text) : text;
    };
    return "Basic " + base64_encode(written(client.client_id) + ":" + written(client.client_secret.reveal()));
}

/// Without a secret there is nothing to prove, whatever the configuration calls the method (RFC 6749 §3.2.1):
/// unless the server wants Basic of everybody (Reddit: with an empty password).
ClientAuthMethod method_of(const RequestForm& form, const Client& client) {
    if (form.proof == ClientProof::basic) return ClientAuthMethod::client_secret_basic;
    if (form.proof == ClientProof::id_only || client.client_secret.empty()) return ClientAuthMethod::none;
    // Beside a body of its own there is only the address, and addresses are written down in many places.
    const bool in_body = client.token_endpoint_auth_method == ClientAuthMethod::client_secret_post;
    if (in_body && !form.body.empty()) return ClientAuthMethod::client_secret_basic;
    return client.token_endpoint_auth_method;
}

/// What a form names itself is not named again.
void add_missing(http::Params& params, const std::string& name, const std::string& value) {
    if (params.count(name) == 0) params.add(name, value);
}

void prove(http::Request& request, http::Params& params, const RequestForm& form,
           const AuthorizationServer& server, const Client& client) {
    if (form.proof == ClientProof::none) return;
    const auto method = method_of(form, client);
    if (method == ClientAuthMethod::client_secret_basic) {
        request.headers.add("Authorization", basic_credentials(client, server.basic_encoding));
        return;
    }
    add_missing(params, server.client_id_parameter, client.client_id);
    if (method == ClientAuthMethod::client_secret_post)
        add_missing(params, "client_secret", client.client_secret.reveal());
}

bool is_one_placeholder(std::string_view text) {
    return text.size() > 2 && text.front() == '{' && text.find('}') == text.size() - 1;
}

http::Params filled(const Pairs& params, const Pairs& values) {
    http::Params out;
    for (const auto& [name, text] : params) {
        auto value = fill(text, values);
        const bool has_none = is_one_placeholder(text) && (value.empty() || value == text);
        if (!has_none) out.add(name, std::move(value));
    }
    return out;
}

std::string as_json(const http::Params& params) {
    auto object = OrderedJson::object();
    for (const auto& [name, value] : params) object[name] = value;
    return dump(object);
}

void set_body(http::Request& request, std::string_view type, std::string body) {
    request.headers.set("Content-Type", std::string(type));
    request.body = std::move(body);
}

void place(http::Request& request, const RequestForm& form, const http::Params& params) {
    if (!form.body.empty()) set_body(request, "application/json", form.body);
    if (form.method == "GET" || form.encoding == Encoding::query || !form.body.empty())
        request.url = http::with_query(request.url, params);
    else if (form.encoding == Encoding::json)
        set_body(request, "application/json", as_json(params));
    else if (!params.empty())
        set_body(request, "application/x-www-form-urlencoded", params.encode());
}

}  // namespace

std::string fill(std::string_view text, const Pairs& values) {
    std::string out;
    while (!text.empty()) {
        const auto open = std::min(text.find('{'), text.size());
        out += text.substr(0, open);
        text.remove_prefix(open);
        const auto close = text.find('}');
        if (close == std::string_view::npos) break;
        const auto name = text.substr(1, close - 1);
        const auto value =
            std::find_if(values.begin(), values.end(), [&](const auto& pair) { return pair.first == name; });
        const bool known = value != values.end();
        out += known ? std::string_view(value->second) : text.substr(0, 1);
        text.remove_prefix(known ? close + 1 : 1);
    }
    out += text;
    return out;
}

bool carries_secret(const RequestForm& form) {
    const auto names_it = [](const auto& pair) {
        return pair.second.find("{client_secret}") != std::string::npos;
    };
    return form.proof == ClientProof::configured || form.proof == ClientProof::basic ||
           std::any_of(form.headers.begin(), form.headers.end(), names_it) ||
           std::any_of(form.params.begin(), form.params.end(), names_it);
}

http::Request make_request(const RequestForm& form, const std::string& endpoint,
                           const AuthorizationServer& server, const Client& client, Pairs values) {
    values.emplace_back("client_id", client.client_id);
    values.emplace_back("client_secret", client.client_secret.reveal());
    http::Request request;
    request.method = form.method;
    request.url =
        fill(form.url.empty() ? endpoint : form.url, {{"client_id", percent_encode(client.client_id)}});
    request.headers.add("Accept", "application/json");
    auto params = filled(form.params, values);
    prove(request, params, form, server, client);
    place(request, form, params);
    for (const auto& [name, text] : form.headers) request.headers.set(name, fill(text, values));
    return request;
}

}  // namespace roadcase::oauth
