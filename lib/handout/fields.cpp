#include "handout/fields.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace roadcase::handout {
namespace {

using Reader = std::string (*)(const Material&);

struct Field {
    std::string_view name;
    Reader read;
};

std::string expires_at(const Material& material) {
    return material.expires_at ? rfc3339(*material.expires_at) : "";
}

constexpr std::array<Field, 9> fields{{
    {"access_token", [](const Material& m) { return m.access_token.reveal(); }},
    {"client_id", [](const Material& m) { return m.client_id; }},
    {"token_type", [](const Material& m) { return m.token_type; }},
    {"scope", [](const Material& m) { return join(m.scopes, " "); }},
    {"expires_at", expires_at},
    {"subject", [](const Material& m) { return m.subject; }},
    {"display_name", [](const Material& m) { return m.display_name; }},
    {"authorization", [](const Material& m) { return headers_of(m).front().second; }},
    {"irc", [](const Material& m) { return "oauth:" + m.access_token.reveal(); }},
}};

constexpr auto names = [] {
    std::array<std::string_view, fields.size()> list{};
    for (std::size_t i = 0; i < fields.size(); ++i) list[i] = fields[i].name;
    return list;
}();

Error no_such_field(std::string_view field) {
    const auto shown = printable(field, 40);
    if (field == "refresh_token" || field == "client_secret")
        return make_error(ErrorKind::invalid_request, "", "There is no field " + shown + ".",
                          "It is never handed out: with it, a script could lose the account for all others.",
                          "Use access_token; it is renewed for you.");
    std::vector<std::string> known(names.begin(), names.end());
    const auto near = did_you_mean(field, known);
    return make_error(ErrorKind::invalid_request, "", "There is no field " + shown + ".",
                      "The fields are " + join(known, ", ") + ".", near ? "Did you mean " + *near + "?" : "");
}

}  // namespace

std::span<const std::string_view> field_names() {
    return names;
}

Result<Secret> field_of(const Material& material, std::string_view name) {
    const auto* field =
        std::find_if(fields.begin(), fields.end(), [&](const Field& each) { return each.name == name; });
    if (field == fields.end()) return fail(no_such_field(name));
    Secret value(field->read(material));
    if (!value.empty() || name == "scope") return value;  // nothing granted is an answer, too
    return fail(ErrorKind::not_found, "", material.account + " has no " + std::string(name) + ".",
                "Its provider did not say one.", "");
}

}  // namespace roadcase::handout
