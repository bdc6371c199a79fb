// What is written [KIND.NAME]: which names can be one, and the providers among them.
#include "accounts/reference.h"
#include "config/provider_files.h"
#include "config/sections.h"

namespace roadcase::config {
namespace {

constexpr std::string_view built_in_name = "practice";

}  // namespace

std::string name_problem(const std::string& name) {
    if (name == built_in_name) return "is the built-in one; choose another name";
    const auto reference = accounts::parse_reference(name);
    if (!reference || reference->client != name)
        return "cannot be a name; use 1 to 64 letters, digits, - and _";
    return {};
}

Status for_each_named(const TomlTable* tables,
                      const std::function<Status(const std::string&, const TomlTable&)>& read) {
    if (tables == nullptr) return {};
    TomlReader reader(*tables);
    for (const auto& [name, ignored] : tables->entries) {
        if (const auto problem = name_problem(name); !problem.empty()) reader.wrong(name, problem);
        reader.table(name);
    }
    auto status = reader.finish();
    for (const auto& [name, value] : tables->entries)
        if (status) status = read(name, std::get<TomlTable>(value.value));
    return status;
}

Status read_provider_rows(const TomlTable* table, const std::string& place, Config& config) {
    return for_each_named(table, [&](const std::string& name, const TomlTable& row) -> Status {
        // What lies below it is not there: alone it would be another provider.
        if (config.broken_providers.contains(name)) return {};
        const auto below = config.providers.find(name);
        auto provider =
            providers::read_provider(row, name, below != config.providers.end() ? &below->second : nullptr);
        if (!provider) return fail(provider.error());
        config.providers.insert_or_assign(name, std::move(*provider));
        config.provider_places[name].push_back(place);
        return {};
    });
}

}  // namespace roadcase::config
