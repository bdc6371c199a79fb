#include "cli/provider_check.h"

#include "config/provider_files.h"
#include "core/text.h"

namespace roadcase::cli {
namespace {

OrderedJson problem_json(const Error& error) {
    return {{"code", error.code}, {"title", error.title}, {"detail", error.detail}, {"next", error.next}};
}

/// A row nobody can look up again is a riddle for whoever finds it wrong one day.
std::vector<std::string> warnings_of(const config::ProviderFile& file, const config::Config& config) {
    std::vector<std::string> warnings;
    for (const auto& name : file.rows)
        if (const auto row = config.providers.find(name);
            row != config.providers.end() && row->second.documentation.empty())
            warnings.push_back(file.path + ": provider." + name +
                               " has no documentation: the address of the page its facts are from.");
    return warnings;
}

OrderedJson file_json(const config::ProviderFile& file, const config::Config& config) {
    auto problems = OrderedJson::array();
    for (const auto& problem : file.problems) problems.push_back(problem_json(problem));
    return {{"file", file.path},
            {"valid", file.problems.empty()},
            {"providers", file.rows},
            {"problems", std::move(problems)},
            {"warnings", warnings_of(file, config)}};
}

void report(Session& session, const config::ProviderFile& file, const config::Config& config) {
    for (const auto& problem : file.problems) session.console.error(problem);
    for (const auto& warning : warnings_of(file, config)) session.console.warn(warning);
    if (file.problems.empty())
        session.console.report(Mark::ok, file.path + " is right: " + join(file.rows, ", ") + ".");
}

Status tell(Session& session, const config::Config& config) {
    const auto problems = config::provider_problems(config);
    if (!problems.empty()) session.exit_code = row_of(ErrorKind::config).exit_code;
    if (!session.options.json) {
        for (const auto& file : config.provider_files) report(session, file, config);
        return {};
    }
    auto files = OrderedJson::array();
    for (const auto& file : config.provider_files) files.push_back(file_json(file, config));
    session.console.print(
        dump(OrderedJson{{"version", 1}, {"valid", problems.empty()}, {"files", std::move(files)}}) + "\n");
    return {};
}

Status check_all(Session& session) {
    const auto directory = provider_directory(session);
    if (!directory) return fail(directory.error());
    const auto known = config::known_providers(*directory);
    if (!known) return fail(known.error());
    if (known->provider_files.empty())
        session.console.talk("There is no *.toml in " + *directory +
                             ".  Next: roadcase provider add NAME --issuer URL");
    return tell(session, *known);
}

}  // namespace

Status check_providers(Session& session, const std::string& file) {
    if (file.empty()) return check_all(session);
    auto known = config::known_providers("");
    if (!known) return fail(known.error());
    config::add_provider_file(file, *known);
    return tell(session, *known);
}

}  // namespace roadcase::cli
