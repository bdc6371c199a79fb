#include "oauth/metadata.h"

#include <algorithm>

#include "core/json.h"
#include "core/text.h"

namespace roadcase::oauth {
namespace {

tl::unexpected<Error> refuse(const std::string& issuer, std::string why) {
    return fail(ErrorKind::rejected, "E307", "The metadata of " + printable(issuer) + " cannot be used.",
                std::move(why), "Check issuer in the configuration, or write the endpoints there yourself.");
}

std::vector<std::string> texts_at(const Json& object, std::string_view name) {
    std::vector<std::string> texts;
    const auto* list = find(object, name);
    if (list == nullptr || !list->is_array()) return texts;
    for (const auto& each : *list)
        if (each.is_string()) texts.push_back(each.get<std::string>());
    return texts;
}

bool contains(const std::vector<std::string>& texts, std::string_view text) {
    return std::find(texts.begin(), texts.end(), text) != texts.end();
}

Status read_endpoint(const Json& document, std::string_view name, const std::string& issuer,
                     std::string& target) {
    const auto* value = find(document, name);
    if (value == nullptr || value->is_null()) return {};
    const auto text = string_at(document, name);
    // A server elsewhere has no business with the ones on this computer.
    const auto url = text ? http::parse_endpoint(*text, name) : Result<http::Url>(refuse(issuer, ""));
    const auto own = http::parse_url(issuer);
    const bool safe = url && (!url->is_loopback() || (own && own->is_loopback()));
    if (!safe) return refuse(issuer, std::string(name) + " is no https address that it may name.");
    target = *text;
    return {};
}

Status read_endpoints(const Json& document, const std::string& issuer, AuthorizationServer& server) {
    for (const auto& [name, endpoint] : endpoint_names)
        if (auto read = read_endpoint(document, name, issuer, server.*endpoint); !read) return read;
    return {};
}

}  // namespace

std::vector<std::string> metadata_urls(std::string_view issuer) {
    const auto url = http::parse_url(issuer);
    if (!url) return {};
    const std::string path = url->path == "/" ? "" : url->path;
    const auto plain = path.ends_with('/') ? path.substr(0, path.size() - 1) : path;
    return {url->origin() + plain + "/.well-known/openid-configuration",
            url->origin() + "/.well-known/oauth-authorization-server" + plain};
}

Result<Metadata> parse_metadata(std::string_view document, const std::string& issuer) {
    const auto json = parse_json(document);
    if (!json || !json->is_object()) return refuse(issuer, "It is no JSON object.");
    if (string_at(*json, "issuer") != issuer)
        return refuse(issuer, "It names another issuer, so it may belong to somebody else.");
    Metadata metadata;
    auto& server = metadata.server;
    server.issuer = issuer;
    if (auto read = read_endpoints(*json, issuer, server); !read) return fail(read.error());
    const auto methods = texts_at(*json, "code_challenge_methods_supported");
    // A server that does not say ignores what it does not know (RFC 6749 §3.1).
    server.pkce = methods.empty() || contains(methods, "S256");
    const auto* promised = find(*json, "authorization_response_iss_parameter_supported");
    server.authorization_response_iss_parameter_supported =
        promised != nullptr && promised->is_boolean() && promised->get<bool>();
    for (const auto& name : texts_at(*json, "token_endpoint_auth_methods_supported"))
        if (const auto method = client_auth_method(name)) metadata.auth_methods.push_back(*method);
    metadata.scopes_supported = texts_at(*json, "scopes_supported");
    return metadata;
}

}  // namespace roadcase::oauth
