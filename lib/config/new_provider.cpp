#include "config/new_provider.h"

#include <filesystem>

#include "config/provider_files.h"
#include "config/sections.h"
#include "core/text.h"
#include "platform/files.h"

namespace roadcase::config {

Status check_free(const Config& config, const NewProvider& provider) {
    if (config.providers.contains(provider.name))
        return fail(ErrorKind::conflict, "", "There is a provider \"" + provider.name + "\" already.", "",
                    "roadcase provider show " + provider.name);
    std::error_code ignored;
    if (config.broken_providers.contains(provider.name) || std::filesystem::exists(provider.path(), ignored))
        return fail(ErrorKind::conflict, "", "There is " + provider.path() + " already.", "",
                    "roadcase provider check " + provider.path());
    return {};
}

Status check_row(std::string_view row, const std::string& name) {
    auto known = known_providers("");
    if (!known) return fail(known.error());
    const auto root = parse_toml(row, name + ".toml");
    if (!root) return fail(root.error());
    TomlReader reader(*root);
    const auto* rows = reader.table("provider");
    if (auto whole = reader.finish(); !whole) return whole;
    if (rows == nullptr || rows->entries.size() != 1 || rows->entries.front().first != name)
        return fail(toml_error(*root, 1, "it must hold [provider." + name + "] and no other."));
    return read_provider_rows(rows, name + ".toml", *known);
}

Status write_row(const NewProvider& provider, std::string_view row) {
    const auto data = std::filesystem::path(provider.directory).parent_path().string();
    return platform::make_private_directory(data)
        .and_then([&] { return platform::make_private_directory(provider.directory); })
        .and_then([&] { return platform::create_private_file(provider.path(), row); });
}

}  // namespace roadcase::config
