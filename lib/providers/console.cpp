#include <algorithm>

#include "providers/credential_form.h"
#include "providers/fields.h"
#include "providers/parts.h"

namespace roadcase::providers {
namespace {

void read_form(TomlReader& reader, std::string_view key, std::string& target) {
    auto form = reader.text(key);
    if (!form) return;
    if (!form->empty() && !parse_credential_form(*form))
        return reader.wrong(key,
                            "must be a length and an alphabet such as \"30 [a-z0-9]\" or \"17-20 [0-9]\"");
    target = std::move(*form);
}

Result<Console::Field> read_field(const TomlTable& table) {
    Console::Field field;
    TomlReader reader(table);
    read_line(reader, "label", field.label);
    read_line(reader, "value", field.value);
    field.copy = reader.boolean("copy").value_or(false);
    if (field.label.empty()) reader.wrong("label", "must be the words beside the field in the console");
    if (field.value.empty()) reader.wrong("value", "must say what is put in");
    if (!has_only_known_names(field.value, {"redirect_uri", "homepage", "app_name"}, {}))
        reader.wrong("value", "may hold {redirect_uri}, {homepage} and {app_name}");
    return reader.finish().map([&] { return std::move(field); });
}

Result<Bundle> read_bundle(const TomlTable& table, std::string role) {
    Bundle bundle{std::move(role), {}, {}};
    TomlReader reader(table);
    read_line(reader, "title", bundle.title);
    read_line(reader, "detail", bundle.detail);
    if (bundle.title.empty()) reader.wrong("title", "must say what it lets a program do");
    return reader.finish().map([&] { return std::move(bundle); });
}

/// Roles may have changed below bundles that a preset has.
void drop_bundles_without_role(Provider& provider) {
    std::erase_if(provider.bundles,
                  [&](const Bundle& bundle) { return provider.role(bundle.name) == nullptr; });
}

}  // namespace

Status read_console(const TomlTable* table, Console& console) {
    if (table == nullptr) return {};
    TomlReader reader(*table);
    read_form(reader, "client_id_form", console.client_id_form);
    read_form(reader, "client_secret_form", console.client_secret_form);
    console.needs_secret = reader.boolean("needs_secret").value_or(console.needs_secret);
    const bool states_fields = reader.has("fields");
    const auto tables = reader.tables("fields");
    if (auto status = reader.finish(); !status) return status;
    if (states_fields) console.fields.clear();
    for (const auto* each : tables) {
        auto field = read_field(*each);
        if (!field) return fail(field.error());
        console.fields.push_back(std::move(*field));
    }
    return {};
}

Status read_bundles(const TomlTable* table, Provider& provider) {
    if (table == nullptr) {
        drop_bundles_without_role(provider);
        return {};
    }
    TomlReader reader(*table);
    provider.bundles.clear();
    for (const auto& [role, ignored] : table->entries) {
        const auto* words = reader.table(role);
        if (words == nullptr) break;
        if (provider.role(role) == nullptr) {
            reader.wrong(role, "must be one of the roles of this provider");
            break;
        }
        auto bundle = read_bundle(*words, role);
        if (!bundle) return fail(bundle.error());
        provider.bundles.push_back(std::move(*bundle));
    }
    return reader.finish();
}

}  // namespace roadcase::providers
