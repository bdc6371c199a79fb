#include "cli/provider_show.h"

#include "cli/provider_rows.h"
#include "cli/provider_view.h"
#include "cli/provider_words.h"
#include "core/text.h"

namespace roadcase::cli {
namespace {

/// Both what is there and what was left out is known by name.
Result<const providers::Provider*> find_provider(const config::Config& config, const std::string& name) {
    if (const auto found = config.providers.find(name); found != config.providers.end())
        return &found->second;
    if (const auto broken = config.broken_providers.find(name); broken != config.broken_providers.end())
        return fail(broken->second);
    std::vector<std::string> names;
    for (const auto& [known, ignored] : config.providers) names.push_back(known);
    const auto guess = did_you_mean(name, names);
    return fail(ErrorKind::not_found, "", "There is no provider \"" + printable(name, 64) + "\".",
                guess ? "Did you mean \"" + *guess + "\"?" : "", "roadcase provider list");
}

Status show_toml(Session& session, const LoadedConfig& loaded, const std::string& name) {
    return rows_as_written(loaded, name).map([&](const std::string& text) {
        session.console.print(session.options.json
                                  ? dump(OrderedJson{{"version", 1}, {"name", name}, {"toml", text}}) + "\n"
                                  : text);
    });
}

}  // namespace

Status show_provider(Session& session, const std::string& name, bool as_toml) {
    return load_config(session).and_then([&](const LoadedConfig& loaded) -> Status {
        const auto provider = find_provider(loaded.config, name);
        if (!provider) return fail(provider.error());
        if (as_toml) return show_toml(session, loaded, name);
        if (session.options.json) {
            session.console.print(dump(provider_json(loaded.config, **provider)) + "\n");
            return {};
        }
        session.console.print(provider_text(loaded.config, **provider));
        session.console.talk("Next: " + next_step(loaded.config, **provider));
        return {};
    });
}

}  // namespace roadcase::cli
