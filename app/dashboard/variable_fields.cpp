#include "dashboard/variable_fields.h"

#include <algorithm>

#include "core/encoding.h"
#include "core/text.h"
#include "http/url.h"

namespace roadcase::dashboard {
namespace {

using providers::Provider;

std::vector<std::string> addresses_of(const Provider& provider) {
    std::vector<std::string> all{provider.server.issuer, provider.api_base_url,
                                 provider.registration.request.url};
    for (const auto& [name, endpoint] : oauth::endpoint_names) all.push_back(provider.server.*endpoint);
    return all;
}

bool consists_of(std::string_view text, std::string_view more) {
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return base62_alphabet.find(c) != std::string_view::npos || more.find(c) != std::string_view::npos;
    });
}

bool is_host(const std::string& text) {
    const auto url = http::parse_endpoint("https://" + text, "host");
    return url && url->path == "/" && url->query.empty() && consists_of(text, ".-:") &&
           consists_of(text.substr(0, 1), "") && text.find("..") == std::string::npos;
}

bool is_begin(const std::string& text) {
    const auto url = http::parse_endpoint(text, "address");
    return url && url->query.empty();
}

}  // namespace

AddressPart part_of(const Provider& provider, const std::string& variable) {
    const auto name = "{" + variable + "}";
    for (const auto& address : addresses_of(provider)) {
        if (address.starts_with(name)) return address == name ? AddressPart::whole : AddressPart::begin;
        if (address.starts_with("https://" + name)) return AddressPart::host;
    }
    return AddressPart::piece;
}

std::string variable_field(const std::string& variable) {
    return "variable:" + variable;
}

std::string as_part(AddressPart part, std::string text) {
    const auto scheme = text.find("://");
    if (part == AddressPart::host) {
        if (scheme != std::string::npos) text.erase(0, scheme + 3);
        text.erase(std::min(text.find_first_of("/?#"), text.size()));
        return to_lower(text);
    }
    if (part != AddressPart::piece && scheme == std::string::npos && !text.empty()) text = "https://" + text;
    while (part != AddressPart::whole && text.ends_with('/')) text.pop_back();
    return text;
}

std::string part_problem(AddressPart part, const std::string& text) {
    switch (part) {
        case AddressPart::host:
            return is_host(text) ? "" : "Write the name of the server alone, as in example.org.";
        case AddressPart::begin:
        case AddressPart::whole:
            return is_begin(text) ? "" : "Write the address of the server, as in https://example.org.";
        case AddressPart::piece:
            break;
    }
    const bool fine = !text.empty() && consists_of(text, "._~:-");
    return fine ? "" : "It is needed: letters, digits and . - _ ~ : can be in it.";
}

std::string part_hint(AddressPart part) {
    switch (part) {
        case AddressPart::host:
            return "The name of the server, as in example.org.";
        case AddressPart::begin:
        case AddressPart::whole:
            return "The address of the server, as in https://example.org.";
        case AddressPart::piece:
            break;
    }
    return "Part of this provider's addresses.";
}

bool makes_addresses(const Provider& provider, const std::map<std::string, std::string>& values) {
    return providers::with_variables(provider, {values.begin(), values.end()}).has_value();
}

}  // namespace roadcase::dashboard
