#include "cli/provider_show.h"

#include "cli/provider_rows.h"
#include "cli/provider_view.h"
#include "core/text.h"
#include "server/provider_json.h"
#include "server/provider_words.h"

namespace roadcase::cli {
namespace {

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
        const auto provider = config::find_provider(loaded.config, name);
        if (!provider) return fail(provider.error());
        if (as_toml) return show_toml(session, loaded, name);
        if (session.options.json) {
            session.console.print(dump(server::provider_json(loaded.config, **provider)) + "\n");
            return {};
        }
        session.console.print(provider_text(loaded.config, **provider));
        session.console.talk("Next: " + server::next_step(loaded.config, **provider));
        return {};
    });
}

}  // namespace roadcase::cli
