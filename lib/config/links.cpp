// [[link]]: files that are kept fresh.
#include <algorithm>
#include <filesystem>
#include <tuple>

#include "accounts/reference.h"
#include "config/sections.h"

namespace roadcase::config {
namespace {

/// "~/x" below HOME, else below the directory of the configuration; made plain, so that one file has one
/// name.
std::string path_of(const std::string& text, const Sources& sources) {
    auto path = path_below(sources.directory, text);
    if (text.starts_with("~/")) {
        const char* home = sources.env ? sources.env("HOME") : nullptr;
        path = home == nullptr || *home != '/' ? text : home + text.substr(1);
    }
    return std::filesystem::path(path).lexically_normal().string();
}

void read_path(TomlReader& reader, const Sources& sources, const Config& config, handout::LinkWish& wish) {
    const auto text = reader.text("path");
    if (!text) return reader.wrong("path", "is missing: it names the file that is kept fresh");
    const auto is_file = !text->empty() && text->back() != '/' && text->find('\0') == std::string::npos;
    if (!is_file) return reader.wrong("path", "must name a file");
    wish.path = path_of(*text, sources);
    if (wish.path.front() != '/') return reader.wrong("path", "begins with ~, and HOME is not set");
    const bool taken = std::any_of(config.links.begin(), config.links.end(),
                                   [&](const auto& each) { return each.path == wish.path; });
    if (taken) reader.wrong("path", "is the file of another [[link]]");
}

Result<handout::LinkWish> read_link(const TomlTable& table, const Sources& sources, const Config& config) {
    TomlReader reader(table);
    handout::LinkWish wish;
    wish.account = reader.text("account").value_or("");
    if (!accounts::parse_reference(wish.account))
        reader.wrong("account", "must name an account, such as \"twitch\" or \"twitch/bot\"");
    read_path(reader, sources, config, wish);
    wish.format = reader.text("format").value_or("plain");
    if (const auto known = handout::check_file_format(wish.format); !known) {
        const auto& [next, detail] = std::tie(known.error().next, known.error().detail);
        reader.wrong("format", "is no file format" + (next.empty() ? "" : " (" + next + ")") + ". " +
                                   detail.substr(0, detail.size() - 1));
    }
    if (const auto text = reader.text("mode")) {
        const auto mode = handout::mode_of(*text);
        if (!mode) reader.wrong("mode", "must be \"0600\", \"0400\", or \"0640\" for a group besides");
        wish.mode = mode.value_or(0600);
    }
    return reader.finish().map([&] { return std::move(wish); });
}

}  // namespace

Status read_links(const std::vector<const TomlTable*>& tables, const Sources& sources, Config& config) {
    for (const auto* table : tables) {
        auto wish = read_link(*table, sources, config);
        if (!wish) return fail(wish.error());
        if ((wish->mode & 0077) != 0)
            config.warnings.push_back(toml_error(*table, table->line,
                                                 "link.mode = \"" + handout::mode_text(wish->mode) +
                                                     "\": everybody in the file's group can read the token.")
                                          .title);
        config.links.push_back(std::move(*wish));
    }
    return {};
}

}  // namespace roadcase::config
