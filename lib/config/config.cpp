#include "config/config.h"

#include <cstdlib>
#include <filesystem>

#include "config/provider_files.h"
#include "config/sections.h"
#include "platform/files.h"
#include "platform/process.h"

namespace roadcase::config {
namespace {

constexpr std::size_t max_file_size = 256 * 1024;

/// What stands in no section of its own, and the sections of versions to come.
Status read_root(TomlReader& reader, const TomlTable& root) {
    if (const auto version = reader.integer("config_version"); version && *version != 1)
        reader.wrong("config_version", "must be 1: this roadcase knows no other");
    if (const auto* value = root.find("operator"))
        return fail(
            toml_error(root, value->line, "[operator] is not supported by this version.", "Remove it."));
    return {};
}

}  // namespace

Result<Config> parse_config(std::string_view text, std::string_view file, const Sources& sources) {
    const auto root = parse_toml(text, file);
    if (!root) return fail(root.error());
    auto known = known_providers(sources.provider_directory);
    if (!known) return fail(known.error());
    Config config = std::move(*known);

    TomlReader reader(*root);
    const auto own = read_root(reader, *root);
    const auto* server = reader.table("server");
    const auto* store = reader.table("store");
    const auto* renew = reader.table("renew");
    const auto* ui = reader.table("ui");
    const auto* api = reader.table("api");
    const auto* log = reader.table("log");
    const auto hooks = reader.tables("hook");
    const auto* provider = reader.table("provider");
    const auto* client = reader.table("client");
    const auto links = reader.tables("link");
    const auto* broker = reader.table("broker");
    return Status(own)
        .and_then([&] { return reader.finish(); })
        .and_then([&] { return read_server(server, config); })
        .and_then([&] { return read_store(store, sources, config); })
        .and_then([&] { return read_renew(renew, config); })
        .and_then([&] { return read_ui(ui, config); })
        .and_then([&] { return read_api(api, config); })
        .and_then([&] { return read_log(log, config); })
        .and_then([&] { return read_hooks(hooks, config); })
        .and_then([&] { return read_brokers(broker, sources, config); })
        .and_then([&] { return read_provider_rows(provider, std::string(file), config); })
        .and_then([&] { return read_clients(client, sources, config); })
        .and_then([&] { return read_links(links, sources, config); })
        .map([&] { return std::move(config); });
}

Result<Config> load_config(const std::string& path, const Sources& sources) {
    const auto text = platform::read_file(path, max_file_size);
    if (!text) {
        auto error = text.error();
        error.kind = ErrorKind::config;
        error.code = "E104";
        return fail(std::move(error));
    }
    auto config = parse_config(text->value_or(""), std::filesystem::path(path).filename().string(), sources);
    if (!config && config.error().detail.empty()) config.error().detail = "The file is " + path + ".";
    return config;
}

Sources system_sources(const std::string& directory, const std::string& provider_directory) {
    return {directory, [](const char* name) -> const char* { return std::getenv(name); },
            [](const std::vector<std::string>& argv) {
                return platform::run_command(argv, milliseconds{10'000});
            },
            provider_directory};
}

}  // namespace roadcase::config
