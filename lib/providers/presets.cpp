#include "providers/provider.h"

namespace roadcase::providers {
namespace {

struct PresetFile {
    std::string_view name;
    std::string_view bytes;
};

constexpr PresetFile preset_files[] = {
#include "presets.inc"
};

/// A preset is written as in a configuration, so that it can be copied into one: [provider.NAME].
Status add_presets(const PresetFile& file, std::map<std::string, Provider, std::less<>>& presets) {
    auto root = parse_toml(file.bytes, file.name);
    if (!root) return fail(root.error());
    TomlReader reader(*root);
    const auto* tables = reader.table("provider");
    if (tables == nullptr) return reader.finish();
    TomlReader names(*tables);
    for (const auto& [name, ignored] : tables->entries) {
        const auto* table = names.table(name);
        if (table == nullptr) return names.finish();
        auto provider = read_provider(*table, name);
        if (!provider) return fail(provider.error());
        presets.emplace(name, std::move(*provider));
    }
    return reader.finish();
}

}  // namespace

Result<std::map<std::string, Provider, std::less<>>> embedded_presets() {
    std::map<std::string, Provider, std::less<>> presets;
    for (const auto& file : preset_files)
        if (auto status = add_presets(file, presets); !status) return fail(status.error());
    return presets;
}

std::string_view preset_text(std::string_view name) {
    for (const auto& file : preset_files)
        if (file.name == std::string(name) + ".toml") return file.bytes;
    return {};
}

}  // namespace roadcase::providers
