#include <algorithm>

#include "core/encoding.h"
#include "core/text.h"
#include "http/url.h"
#include "providers/fields.h"
#include "providers/parts.h"

namespace roadcase::providers {
namespace {

/// A piece of an address: a host, a realm, a version.
bool is_piece(std::string_view value) {
    const auto fine = [](char c) {
        return base62_alphabet.find(c) != std::string_view::npos ||
               std::string_view("._~:-").find(c) != std::string_view::npos;
    };
    return !value.empty() && value.size() <= 253 && std::all_of(value.begin(), value.end(), fine);
}

/// Or its whole beginning.
bool is_address(const std::string& value) {
    const auto url = http::parse_endpoint(value, "variable");
    return url && url->query.empty();
}

std::string variable_problem(std::string_view name, std::string_view value) {
    const auto& taken = oauth::request_placeholders;
    if (!is_token(name) || std::find(std::begin(taken), std::end(taken), name) != std::end(taken))
        return "cannot be the name of a variable";
    if (value.empty() || is_piece(value) || is_address(std::string(value))) return {};
    return "must be a piece of an address, or an https:// URL";
}

Error wrong(const Provider& provider, const std::string& name, const std::string& what, std::string next) {
    return make_error(ErrorKind::config, "E104",
                      provider.display_name + ": the variable `" + printable(name, 64) + "` " + what + ".",
                      {}, std::move(next));
}

Result<Pairs> values_of(const Provider& provider, const Pairs& given) {
    auto values = provider.variables;
    for (const auto& [name, value] : given) {
        const auto same = std::find_if(values.begin(), values.end(),
                                       [&, &n = name](auto& pair) { return pair.first == n; });
        std::vector<std::string> names;
        for (const auto& [known, ignored] : values) names.push_back(known);
        if (same == values.end())
            return fail(wrong(
                provider, name, "does not exist",
                names.empty() ? "This provider has no variables." : "There is: " + join(names, ", ") + "."));
        if (!variable_problem(name, value).empty())
            return fail(wrong(provider, name, variable_problem(name, value), {}));
        same->second = value;
    }
    for (const auto& [name, value] : values)
        if (value.empty())
            return fail(wrong(provider, name, "has no value", "Write variables = { " + name + " = \"…\" }."));
    return values;
}

std::vector<oauth::RequestForm*> forms_of(Provider& provider) {
    auto& forms = provider.server.forms;
    std::vector<oauth::RequestForm*> all{&forms.code,
                                         &forms.renewal,
                                         &forms.device,
                                         &forms.device_token,
                                         &forms.client_credentials,
                                         &forms.revocation,
                                         &provider.identity.request,
                                         &provider.validation.request,
                                         &provider.registration.request};
    if (forms.exchange) all.push_back(&*forms.exchange);
    return all;
}

/// Every address that something is sent to.
std::vector<std::string*> addresses_of(Provider& provider) {
    auto& server = provider.server;
    std::vector<std::string*> all{&server.issuer, &provider.api_base_url};
    for (const auto& [name, endpoint] : oauth::endpoint_names) all.push_back(&(server.*endpoint));
    for (auto* form : forms_of(provider)) all.push_back(&form->url);
    return all;
}

/// Every text that may name a variable.
template <class Visit>
void for_each_text(Provider& provider, Visit visit) {
    for (auto* address : addresses_of(provider)) visit(*address);
    visit(provider.console_url);
    for (auto* form : forms_of(provider)) {
        for (auto& [name, text] : form->headers) visit(text);
        for (auto& [name, text] : form->params) visit(text);
    }
}

}  // namespace

Status read_variables(const TomlTable* table, Provider& provider) {
    const auto pairs = read_pairs(table, variable_problem);
    if (!pairs) return fail(pairs.error());
    for (const auto& [name, value] : *pairs) {
        const auto same = std::find_if(provider.variables.begin(), provider.variables.end(),
                                       [&, &n = name](auto& pair) { return pair.first == n; });
        if (same == provider.variables.end())
            provider.variables.emplace_back(name, value);
        else
            same->second = value;
    }
    return {};
}

Result<Provider> with_variables(Provider provider, const Pairs& given) {
    const auto values = values_of(provider, given);
    if (!values) return fail(values.error());
    if (values->empty()) return provider;
    for_each_text(provider, [&](std::string& text) { text = oauth::fill(text, *values); });
    provider.variables.clear();
    for (const auto* address : addresses_of(provider))
        if (!address->empty() &&
            !http::parse_endpoint(oauth::fill(*address, {{"client_id", "x"}}), "variables"))
            return fail(
                ErrorKind::config, "E104",
                provider.display_name + ": these variables make no address: " + printable(*address) + ".");
    return provider;
}

}  // namespace roadcase::providers
