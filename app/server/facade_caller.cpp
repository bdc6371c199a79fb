#include "server/facade_caller.h"

#include "accounts/local_secret.h"
#include "core/encoding.h"
#include "core/text.h"

namespace roadcase::server {
namespace {

/// What follows a scheme in the Authorization header.
std::optional<std::string_view> after_scheme(const Request& request, std::string_view scheme) {
    const auto header = request.headers.find("Authorization").value_or("");
    if (header.size() <= scheme.size() || header[scheme.size()] != ' ') return std::nullopt;
    if (!iequals(header.substr(0, scheme.size()), scheme)) return std::nullopt;
    return trim(header.substr(scheme.size()));
}

/// The password of a Basic header (RFC 7617), as RFC 6749 §2.3.1 encodes it.
std::optional<std::string> basic_password(const Request& request) {
    const auto encoded = after_scheme(request, "Basic");
    const auto pair = encoded ? base64_decode(*encoded) : std::nullopt;
    const auto colon = pair ? pair->find(':') : std::string::npos;
    if (colon == std::string::npos) return std::nullopt;
    return percent_decode(std::string_view(*pair).substr(colon + 1), true);
}

std::string account_in_path(const Facade& facade, const PathValues& values) {
    const auto named = values.find("account");
    if (named == values.end()) return {};
    const auto record = accounts::parse_reference(named->second).and_then([&](const auto& ref) {
        return facade.api.accounts.find(ref);
    });
    return record ? record->id : std::string();
}

Secret proof_in(const Request& request, const http::Params& params) {
    if (const auto key = request.headers.find("X-API-Key")) return Secret(*key);
    if (const auto bearer = after_scheme(request, "Bearer")) return Secret(*bearer);
    if (auto password = basic_password(request)) return Secret(std::move(*password));
    return Secret(params.get("client_secret").value_or(""));
}

Error unproved() {
    return make_error(ErrorKind::unauthorized_key, "",
                      "This needs a key for the account, or a handle of it.");
}

}  // namespace

Result<http::Params> params_of(const Facade& facade, const Request& request) {
    http::Params params;
    const bool twitch = facade.dialect == OAuthAnswers::Dialect::twitch;
    if (twitch) params = request.query;
    if (!twitch || !request.body.empty()) {
        const auto type = to_lower(request.headers.find("Content-Type").value_or(""));
        if (trim(std::string_view(type).substr(0, type.find(';'))) != "application/x-www-form-urlencoded")
            return fail(ErrorKind::invalid_request, "",
                        "The body must be application/x-www-form-urlencoded.");
        const auto form = http::parse_params(request.body);
        if (!form) return fail(ErrorKind::invalid_request, "", "The form cannot be read.");
        for (const auto& [name, value] : *form) params.add(name, value);
    }
    if (params.repeated()) return fail(ErrorKind::invalid_request, "", "A parameter stands twice.");
    return params;
}

bool has_sound_client(const Request& request) {
    if (request.headers.count("Authorization") > 1) return false;
    return !after_scheme(request, "Basic") || basic_password(request);
}

Secret access_token_in(const Request& request) {
    for (const auto* scheme : {"Bearer", "OAuth"})
        if (const auto token = after_scheme(request, scheme)) return Secret(*token);
    return {};
}

bool is_of_path(const Facade& facade, const store::HandleRecord& handle, const PathValues& values) {
    return !values.contains("account") || handle.account_id == account_in_path(facade, values);
}

Result<store::HandleRecord> handle_for(const Facade& facade, const Secret& presented,
                                       const PathValues& values) {
    auto handle = facade.api.handles.identify(presented);
    if (!handle || is_of_path(facade, *handle, values)) return handle;
    return fail(accounts::handle_refused());
}

Result<store::AccountRecord> by_id(const Facade& facade, const std::string& account_id) {
    accounts::Reference ref;
    ref.id = account_id;
    return facade.api.accounts.find(ref);
}

std::optional<accounts::Token> current_token(const Facade& facade, const std::string& account_id) {
    accounts::Reference ref;
    ref.id = account_id;
    auto token = facade.api.accounts.token_if_fresh(ref, {seconds{0}, {}});
    if (!token || !*token) return std::nullopt;
    const auto end = (*token)->expires_at;
    return end && *end <= facade.api.clock.now() ? std::nullopt : std::move(*token);
}

std::optional<accounts::Token> token_like(const Facade& facade, const Secret& presented,
                                          const PathValues& values) {
    if (presented.empty()) return std::nullopt;
    const auto is_this = [&](const std::string& id) -> std::optional<accounts::Token> {
        auto token = current_token(facade, id);
        return token && token->access_token == presented ? std::move(token) : std::nullopt;
    };
    if (values.contains("account")) return is_this(account_in_path(facade, values));
    const auto accounts = facade.api.accounts.list();
    if (!accounts) return std::nullopt;
    for (const auto& account : *accounts)
        if (auto token = is_this(account.id)) return token;
    return std::nullopt;
}

tl::expected<store::AccountRecord, Response> account_of_caller(const Facade& facade, const Request& request,
                                                               const http::Params& params,
                                                               const PathValues& values) {
    const auto refuse = [&](const Error& error) {
        if (error.kind != ErrorKind::unauthorized_key)
            return tl::make_unexpected(facade.answers.refuse(error));
        const bool too_many = facade.api.callers.are_too_many_wrong();
        return tl::make_unexpected(
            facade.answers.refuse(too_many ? 429 : 401, "invalid_client", error.title,
                                  too_many ? std::optional(seconds{60}) : std::nullopt));
    };
    const auto proof = proof_in(request, params);
    const auto& path = values.find("account")->second;
    if (proof.reveal().starts_with(accounts::handle_prefix)) {
        const auto handle = handle_for(facade, proof, values);
        const auto account = handle ? by_id(facade, handle->account_id) : fail(handle.error());
        return account ? tl::expected<store::AccountRecord, Response>(*account) : refuse(account.error());
    }
    ApiCaller caller;
    if (!proof.empty()) {
        const auto key = facade.api.keys.identify(proof);
        if (!key) return refuse(key.error());
        caller.key = *key;
    } else if (!facade.api.callers.identify(request)) {
        return refuse(unproved());
    }
    const auto account = account_for(facade.api, caller, path);
    return account ? tl::expected<store::AccountRecord, Response>(*account) : refuse(account.error());
}

}  // namespace roadcase::server
