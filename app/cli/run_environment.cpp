#include "cli/run_environment.h"

#include "accounts/reference.h"
#include "cli/variables.h"
#include "core/text.h"
#include "platform/files.h"

namespace roadcase::cli {
namespace {

constexpr std::size_t largest_file = 1024 * 1024;

Result<NamedField> named_field(const std::string& text) {
    const auto equals = text.find('=');
    const auto name = text.substr(0, equals);
    if (equals == std::string::npos || !is_variable_name(name))
        return fail(ErrorKind::invalid_request, "", "--env is NAME=ACCOUNT/FIELD.", "Nothing was started.",
                    "roadcase run --env TOKEN=twitch/access_token -- COMMAND");
    return parse_field_of(std::string_view(text).substr(equals + 1)).map([&](FieldOf field) {
        return NamedField{name, std::move(field)};
    });
}

Result<std::vector<DotenvLine>> read_file(const std::string& file) {
    return platform::read_file(file, largest_file)
        .and_then([&](const std::optional<std::string>& text) -> Result<std::vector<DotenvLine>> {
            if (text) return parse_dotenv(*text, file);
            return fail(ErrorKind::invalid_request, "", "There is no file " + printable(file, 200) + ".",
                        "--env-file names it. Nothing was started.");
        });
}

/// Why it was started for nothing: what may stand in an environment has no zero byte.
Status storable(const std::string& name, const Secret& value) {
    if (value.reveal().find('\0') == std::string::npos) return {};
    return fail(ErrorKind::invalid_request, "", "The value for " + name + " holds a zero byte.",
                "No environment can carry it. Nothing was started.");
}

}  // namespace

Result<RunEnvironment> RunEnvironment::read(const RunWish& wish, std::vector<std::string> inherited) {
    RunEnvironment environment;
    environment.inherited_ = std::move(inherited);
    environment.accounts_ = wish.accounts;
    for (const auto& account : wish.accounts)
        if (const auto good = accounts::parse_reference(account); !good) return fail(good.error());
    for (const auto& file : wish.env_files) {
        auto lines = read_file(file);
        if (!lines) return fail(lines.error());
        for (auto& line : *lines) environment.files_.emplace_back(file, std::move(line));
    }
    for (const auto& text : wish.env) {
        auto field = named_field(text);
        if (!field) return fail(field.error());
        environment.fields_.push_back(std::move(*field));
    }
    return environment;
}

Status RunEnvironment::add_accounts(Materials& materials, Values& values) const {
    std::vector<const handout::Material*> named;
    for (const auto& account : accounts_) {
        const auto material = materials.of(account);
        if (!material) return fail(material.error());
        if (std::find(named.begin(), named.end(), *material) == named.end()) named.push_back(*material);
    }
    return variables_of(named).map([&](std::vector<Variable> variables) {
        for (auto& variable : variables) values[variable.name] = std::move(variable.value);
    });
}

Status RunEnvironment::add_files(Materials& materials, Values& values) const {
    for (const auto& [file, line] : files_) {
        auto value = with_references(
            line.value, [&](const FieldOf& field) { return materials.field(field); },
            [&](std::size_t) { return printable(file, 200) + ", line " + std::to_string(line.line); });
        if (!value) return fail(value.error());
        values[line.name] = std::move(*value);
    }
    return {};
}

Status RunEnvironment::add_fields(Materials& materials, Values& values) const {
    for (const auto& [name, field] : fields_) {
        auto value = materials.field(field);
        if (!value) return fail(value.error());
        values[name] = std::move(*value);
    }
    return {};
}

Result<std::vector<std::string>> RunEnvironment::build(Materials& materials,
                                                       std::vector<std::string>& set) const {
    Values given;
    auto done =
        add_accounts(materials, given).and_then([&] { return add_files(materials, given); }).and_then([&] {
            return add_fields(materials, given);
        });
    if (!done) return fail(done.error());
    Values values;
    for (const auto& each : inherited_) {
        const auto equals = each.find('=');
        const auto name = each.substr(0, equals);
        if (equals == std::string::npos || given.contains(name)) continue;
        auto value = with_references(
            each.substr(equals + 1), [&](const FieldOf& field) { return materials.field(field); },
            [&](std::size_t) { return "The variable " + printable(name, 80); });
        if (!value) return fail(value.error());
        values[name] = std::move(*value);
    }
    std::vector<std::string> environment;
    set.clear();
    for (auto& [name, value] : given) {
        if (const auto good = storable(name, value); !good) return fail(good.error());
        set.push_back(name);
        values[name] = std::move(value);
    }
    for (const auto& [name, value] : values) environment.push_back(name + "=" + value.reveal());
    return environment;
}

}  // namespace roadcase::cli
