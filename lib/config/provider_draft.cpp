#include "config/provider_draft.h"

#include <algorithm>

#include "config/toml_text.h"
#include "core/text.h"

namespace roadcase::config {
namespace {

using accounts::FoundMetadata;

/// Lines of a row; what is empty is left out.
class Row {
  public:
    explicit Row(const std::string& name) : text_("[provider." + name + "]\n") {}

    Row& add(std::string_view key, const std::string& value) {
        if (!value.empty()) text_ += std::string(key) + " = " + toml_string(value) + "\n";
        return *this;
    }
    Row& add(std::string_view key, const std::vector<std::string>& values) {
        text_ += std::string(key) + " = " + toml_list(values) + "\n";
        return *this;
    }
    Row& line(std::string_view text) {
        text_ += std::string(text) + "\n";
        return *this;
    }
    const std::string& text() const { return text_; }

  private:
    std::string text_;
};

/// RFC 8414 §2: a server that does not say wants HTTP Basic.
std::vector<std::string> method_names(const std::vector<oauth::ClientAuthMethod>& methods) {
    std::vector<std::string> names;
    for (const auto method : methods) names.emplace_back(oauth::to_string(method));
    if (names.empty()) names.emplace_back("client_secret_basic");
    return names;
}

/// What a person most likely wants first: to know who signed in, and to stay.
std::vector<std::string> first_scopes(const std::vector<std::string>& known) {
    std::vector<std::string> scopes;
    for (const auto* wish : {"openid", "profile", "offline_access"})
        if (std::find(known.begin(), known.end(), wish) != known.end()) scopes.emplace_back(wish);
    return scopes;
}

std::string client_text(const std::string& name, const std::vector<std::string>& scopes) {
    return "[client." + name +
           "]\nclient_id = \"your client id\"\nclient_secret_file = " + toml_string(name + ".secret") +
           "   # chmod 600; leave this line out for an app without a secret\nscopes = " + toml_list(scopes) +
           "\n";
}

const char* const by_hand =
    "Look for its addresses on the provider's page for developers, then: roadcase provider add NAME "
    "--authorization-endpoint URL --token-endpoint URL";

}  // namespace

Status check_address(const std::string& what, const std::string& address) {
    const auto url = http::parse_endpoint(address, what);
    if (url) return {};
    auto error = url.error();
    error.kind = ErrorKind::invalid_request;
    error.code.clear();
    return fail(std::move(error));
}

Result<FoundMetadata> ask_issuer(http::Transport& transport, const std::string& issuer) {
    auto found = accounts::fetch_metadata(transport, issuer);
    if (!found) {
        auto error = found.error();
        if (error.code == "E307")
            error.next = "Write the issuer exactly as the provider does, with or without a slash at the end.";
        if (error.code == "E308") error.next = by_hand;
        return fail(std::move(error));
    }
    const auto& server = found->metadata.server;
    if (server.authorization_endpoint.empty() || server.token_endpoint.empty())
        return fail(ErrorKind::rejected, "E308",
                    found->url + " names no authorization_endpoint and token_endpoint.",
                    "Nobody can sign in with what it says.", by_hand);
    return found;
}

std::string name_for(std::string_view address) {
    const auto url = http::parse_url(address);
    const auto host = url ? url->host : std::string();
    const bool is_number = host.find_first_not_of("0123456789.:abcdef[]") == std::string::npos;
    const auto labels = split(host, '.');
    if (is_number || labels.empty()) return "local";
    return labels.size() == 1 ? labels.front() : labels[labels.size() - 2];
}

ProviderDraft draft_of(const std::string& name, const FoundMetadata& found) {
    const auto& server = found.metadata.server;
    Row row(name);
    row.add("display_name", name)
        .add("documentation", found.url)
        .add("issuer", server.issuer)
        .add("authorization_endpoint", server.authorization_endpoint)
        .add("token_endpoint", server.token_endpoint)
        .add("revocation_endpoint", server.revocation_endpoint)
        .add("introspection_endpoint", server.introspection_endpoint)
        .add("userinfo_endpoint", server.userinfo_endpoint)
        .add("device_authorization_endpoint", server.device_authorization_endpoint)
        .add("jwks_uri", server.jwks_uri)
        .add("scopes_supported", found.metadata.scopes_supported)
        .add("code_challenge_methods_supported",
             server.pkce ? std::vector<std::string>{"S256"} : std::vector<std::string>{})
        .add("token_endpoint_auth_methods_supported", method_names(found.metadata.auth_methods));
    if (server.authorization_response_iss_parameter_supported)
        row.line("authorization_response_iss_parameter_supported = true");
    return {name, row.text(), client_text(name, first_scopes(found.metadata.scopes_supported))};
}

ProviderDraft draft_of(const std::string& name, const std::string& authorization_endpoint,
                       const std::string& token_endpoint, const std::string& documentation) {
    Row row(name);
    row.add("display_name", name)
        .add("documentation", documentation)
        .add("authorization_endpoint", authorization_endpoint)
        .add("token_endpoint", token_endpoint);
    return {name, row.text(), client_text(name, {})};
}

}  // namespace roadcase::config
