#include "cli/flags.h"

namespace roadcase::cli {
namespace {

std::string refuse_no_duration(const std::string& text) {
    return parse_duration(text) ? "" : "a duration is a number and a unit: 30s, 5m, 12h or 30d";
}

}  // namespace

CLI::Option* add_duration(CLI::App& app, const std::string& name, std::optional<milliseconds>& target,
                          const std::string& description) {
    return app
        .add_option_function<std::string>(
            name, [&target](const std::string& text) { target = parse_duration(text); }, description)
        ->check(refuse_no_duration)
        ->type_name("DUR");
}

CLI::Option* add_optional_duration(CLI::App& app, const std::string& name, const std::string& when_left_out,
                                   std::string& target, const std::string& description) {
    // A flag with a value, because an option would take the account's name for its value.
    return app.add_flag(name + "{" + when_left_out + "}", target, description)
        ->check(refuse_no_duration)
        ->type_name("[=DUR]");
}

CLI::Option* add_account_argument(CLI::App& app, std::string& target) {
    return app.add_option("ACCOUNT", target)->required();
}

}  // namespace roadcase::cli
