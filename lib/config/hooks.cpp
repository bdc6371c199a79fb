#include <algorithm>

#include "accounts/events.h"
#include "accounts/reference.h"
#include "config/sections.h"
#include "core/text.h"

namespace roadcase::config {
namespace {

constexpr std::size_t most_hooks = 64;
constexpr seconds longest_timeout{600};

void read_kinds(TomlReader& reader, Hook& hook) {
    if (reader.has("on") && !reader.is_list("on")) {
        reader.word("on", {"*"});
        return;
    }
    const auto kinds = reader.texts("on");
    if (!kinds || kinds->empty())
        return reader.wrong("on", R"(must name events, such as ["token.renewed"], or be "*")");
    const auto known = accounts::event_kinds();
    const std::vector<std::string> names(known.begin(), known.end());
    for (const auto& kind : *kinds) {
        if (std::find(names.begin(), names.end(), kind) != names.end()) continue;
        const auto meant = did_you_mean(kind, names);
        return reader.wrong("on", "knows no event \"" + printable(kind, 64) + "\"" +
                                      (meant ? "; did you mean \"" + *meant + "\"?" : ""));
    }
    hook.on = *kinds;
}

void read_accounts(TomlReader& reader, Hook& hook) {
    hook.accounts = reader.texts("accounts").value_or(std::vector<std::string>());
    for (const auto& account : hook.accounts)
        if (!accounts::parse_reference(account))
            reader.wrong("accounts", "must hold accounts such as \"twitch\" or \"twitch/bot\"");
}

void read_command(TomlReader& reader, Hook& hook) {
    hook.command = reader.texts("command").value_or(std::vector<std::string>());
    const auto fits = [](const std::string& word) { return word.find('\0') == std::string::npos; };
    if (hook.command.empty() || hook.command.front().empty() ||
        !std::all_of(hook.command.begin(), hook.command.end(), fits))
        reader.wrong("command",
                     R"(must be a program and its arguments, such as ["notify-send", "Roadcase"])");
}

}  // namespace

Status read_hooks(const std::vector<const TomlTable*>& tables, Config& config) {
    for (const auto* table : tables) {
        TomlReader reader(*table);
        Hook hook;
        read_kinds(reader, hook);
        read_accounts(reader, hook);
        read_command(reader, hook);
        if (const auto limit = reader.duration_seconds("timeout")) {
            hook.timeout = seconds{*limit};
            if (hook.timeout < seconds{1} || hook.timeout > longest_timeout)
                reader.wrong("timeout", "must be 1 s to 10 min");
        }
        if (auto done = reader.finish(); !done) return done;
        config.hooks.push_back(std::move(hook));
        if (config.hooks.size() > most_hooks)
            return fail(toml_error(*table, table->line, "too many hooks: 64 are the most.", "Remove some."));
    }
    return {};
}

}  // namespace roadcase::config
