#include "cli/commands.h"
#include "cli/config_view.h"
#include "cli/loaded_config.h"

namespace roadcase::cli {
namespace {

Status path(Session& session) {
    return config_file(session).map([&](const std::string& file) {
        if (session.options.json)
            session.console.print(
                dump(OrderedJson{{"version", 1}, {"file", file}, {"exists", is_there(file)}}) + "\n");
        else
            session.console.print(file + "\n");
    });
}

std::string number_of(std::size_t count, const std::string& what) {
    return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

void report_check(Session& session, const LoadedConfig& loaded) {
    const auto brokers = loaded.config.brokers.size();
    if (loaded.exists)
        session.console.report(
            Mark::ok, loaded.file + " is right: " + number_of(loaded.config.clients.size(), "client") +
                          (brokers == 0 ? "" : ", " + number_of(brokers, "broker")) + ".");
    else
        session.console.report(Mark::ok, "There is no " + loaded.file + "; the defaults are used.");
}

/// A file that leaves its own providers out is wrong all the same. The last problem is the command's answer.
Result<LoadedConfig> with_provider_files(Session& session, LoadedConfig loaded) {
    auto problems = config::provider_problems(loaded.config);
    if (problems.empty()) return loaded;
    auto last = std::move(problems.back());
    problems.pop_back();
    for (const auto& problem : problems) session.console.error(problem);
    return fail(std::move(last));
}

/// Asks every source once: a secret that cannot be had is found here, not when somebody is live.
Result<LoadedConfig> with_secrets(LoadedConfig loaded) {
    for (const auto& client : loaded.config.clients)
        if (const auto ready = client.ready_client(); !ready) return fail(ready.error());
    for (const auto& broker : loaded.config.brokers)
        if (const auto ready = broker.ready(); ready->problem) return fail(*ready->problem);
    return loaded;
}

Status check(Session& session) {
    const auto checked =
        load_config(session)
            .and_then([&](LoadedConfig loaded) { return with_provider_files(session, std::move(loaded)); })
            .and_then(with_secrets);
    return checked.map([&](const LoadedConfig& loaded) {
        for (const auto& warning : loaded.config.warnings) session.console.warn(warning);
        if (!session.options.json) return report_check(session, loaded);
        session.console.print(dump(OrderedJson{{"version", 1},
                                               {"file", loaded.file},
                                               {"exists", loaded.exists},
                                               {"valid", true},
                                               {"clients", loaded.config.clients.size()},
                                               {"brokers", loaded.config.brokers.size()},
                                               {"warnings", loaded.config.warnings}}) +
                              "\n");
    });
}

Status show(Session& session) {
    return load_config(session).map([&](const LoadedConfig& loaded) {
        const auto view = config_view(loaded.config);
        if (!session.options.json)
            return session.console.print("# " + loaded.file + "\n" + config_text(view));
        OrderedJson object{{"version", 1}, {"file", loaded.file}};
        object.update(view);
        session.console.print(dump(object) + "\n");
    });
}

}  // namespace

void add_config_commands(const Tree& tree) {
    auto* config = tree.group(tree.root, "config", "Look at the configuration.");
    config->group("Server");
    tree.add(*config, "check", "Check config.toml; an error names its line and the fix.", check,
             {{{"roadcase config check", ""}, {"roadcase --config new.toml config check", "another file"}},
              "0 right, 10 wrong",
              "roadcase config show"});
    tree.add(*config, "path", "Print where config.toml is looked for.", path);
    tree.add(*config, "show", "Show the values in effect, never a secret.", show,
             {{}, "0 ok, 10 the file is wrong", "roadcase config check"});
}

}  // namespace roadcase::cli
