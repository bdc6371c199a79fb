#include "cli/provider_rows.h"

#include "config/toml_text.h"
#include "platform/files.h"

namespace roadcase::cli {
namespace {

constexpr std::size_t max_file_size = 256 * 1024;

Error cannot_be_read(const std::string& place) {
    return make_error(ErrorKind::config, "E104", place + " cannot be read any more.", "It was just there.",
                      "Try again.");
}

Result<std::string> text_of(const std::string& path) {
    auto text = platform::read_file(path, max_file_size);
    if (!text) return fail(text.error());
    if (!*text) return fail(cannot_be_read(path));
    return std::move(**text);
}

/// Of config.toml only this row: there are secrets beside it.
Result<std::string> row_of_config(const LoadedConfig& loaded, const std::string& name) {
    const auto text = text_of(loaded.file);
    if (!text) return fail(text.error());
    const auto root = parse_toml(*text, loaded.file);
    if (!root) return fail(root.error());
    const auto* rows = root->find("provider");
    const auto* tables = rows == nullptr ? nullptr : std::get_if<TomlTable>(&rows->value);
    const auto* row = tables == nullptr ? nullptr : tables->find(name);
    const auto* table = row == nullptr ? nullptr : std::get_if<TomlTable>(&row->value);
    if (table == nullptr) return fail(cannot_be_read(loaded.file));
    return config::toml_table(*table);
}

Result<std::string> row_at(const LoadedConfig& loaded, const std::string& place, const std::string& name) {
    if (place == config::built_in_place) return std::string(providers::preset_text(name));
    return place.starts_with('/') ? text_of(place) : row_of_config(loaded, name);
}

}  // namespace

Result<std::string> rows_as_written(const LoadedConfig& loaded, const std::string& name) {
    std::string all;
    for (const auto& place : loaded.config.provider_places.at(name)) {
        const auto row = row_at(loaded, place, name);
        if (!row) return fail(row.error());
        all += (all.empty() ? "# " : "\n# ") + place + "\n" + *row;
    }
    return all;
}

}  // namespace roadcase::cli
