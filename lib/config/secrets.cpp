#include <algorithm>

#include "config/sections.h"
#include "core/encoding.h"
#include "core/text.h"
#include "platform/files.h"

namespace roadcase::config {
namespace {

using Loader = std::function<Result<Secret>()>;

/// What is read, and the key that says where it is.
struct Asked {
    SecretName name;
    std::string key;
};

/// A secret as its source gave it, without the line end that editors and commands add.
Result<Secret> cleaned(const Secret& raw, const std::string& source, const SecretName& name) {
    std::string_view text = raw.reveal();
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
    if (!is_vschar(text))
        return fail(ErrorKind::config, "E104", source + " holds no " + name.what + ".",
                    text.empty() ? "It is empty." : "It holds more than one line, or letters no secret has.",
                    "Copy it from the " + name.origin + " again.");
    return Secret(text);
}

Error not_readable(const std::string& source, const Asked& asked, const Error& why) {
    // E105 says what to type already.
    if (why.code == "E105") return why;
    return make_error(ErrorKind::config, "E104", source + " gave no " + asked.name.what + ".",
                      asked.key + " names it. " + why.title + (why.detail.empty() ? "" : " " + why.detail),
                      why.next);
}

Loader from_env(const std::string& variable, Asked asked, const Sources& sources) {
    return [variable, asked = std::move(asked), env = sources.env]() -> Result<Secret> {
        const char* value = env(variable.c_str());
        if (value == nullptr)
            return fail(ErrorKind::config, "E104", "The environment variable " + variable + " is not set.",
                        asked.key + " names it.", "Set it where roadcase is started, then start it again.");
        return cleaned(Secret(value), "The environment variable " + variable, asked.name);
    };
}

/// systemd hands credentials over in a directory of its own that only the service can read.
Result<std::optional<Secret>> from_credentials(const std::string& name, const Sources& sources) {
    const char* directory = sources.env("CREDENTIALS_DIRECTORY");
    if (directory == nullptr || name.find('/') != std::string::npos) return std::nullopt;
    auto content = platform::read_file(path_below(directory, name), 64 * 1024);
    if (!content) return fail(content.error());
    if (!*content) return std::nullopt;
    return Secret(std::move(**content));
}

Loader from_file(const std::string& name, Asked asked, const Sources& sources) {
    return [name, asked = std::move(asked), sources]() -> Result<Secret> {
        const auto source = "The file " + printable(name);
        const auto credential = from_credentials(name, sources);
        if (!credential) return fail(not_readable(source, asked, credential.error()));
        if (*credential) return cleaned(**credential, source, asked.name);
        const auto secret = platform::read_private_file(path_below(sources.directory, name));
        if (!secret) return fail(not_readable(source, asked, secret.error()));
        return cleaned(*secret, source, asked.name);
    };
}

Loader from_command(const std::vector<std::string>& argv, Asked asked, const Sources& sources) {
    return [argv, asked = std::move(asked), run = sources.run_command]() -> Result<Secret> {
        const auto source = "The command " + printable(argv[0]);
        const auto output = run(argv);
        if (!output) return fail(not_readable(source, asked, output.error()));
        return cleaned(*output, source, asked.name);
    };
}

bool is_variable(std::string_view name) {
    const auto fine = [](char c) { return c == '_' || base62_alphabet.find(c) != std::string_view::npos; };
    return !name.empty() && std::all_of(name.begin(), name.end(), fine);
}

bool has_no_nul(const std::string& text) {
    return text.find('\0') == std::string::npos;
}

void read_value(TomlReader& reader, const TomlTable& table, const std::string& key, SecretSource& into,
                std::vector<std::string>& warnings) {
    auto value = reader.text(key);
    if (!value) return;
    if (!is_vschar(*value)) reader.wrong(key, "must be the secret, on one line");
    into.value = Secret(std::move(*value));
    warnings.push_back(toml_error(table, table.find(key)->line,
                                  table.path + "." + key + " stands in the file itself; " + key +
                                      "_file keeps it out of it.")
                           .title);
}

/// At most one of the ways.
void check_alone(TomlReader& reader, const std::vector<std::string>& ways) {
    const std::string* first = nullptr;
    for (const auto& way : ways) {
        if (!reader.has(way)) continue;
        if (first != nullptr) reader.wrong(way, "stands beside " + *first + "; keep one of them");
        first = &way;
    }
}

}  // namespace

SecretSource read_secret(TomlReader& reader, const TomlTable& table, const Sources& sources,
                         const SecretName& name, std::vector<std::string>& warnings) {
    SecretSource into;
    const std::vector<std::string> ways = {name.key, name.key + "_file", name.key + "_env",
                                           name.key + "_command"};
    const auto asked = [&](const std::string& way) { return Asked{name, table.path + "." + way}; };
    read_value(reader, table, ways[0], into, warnings);
    if (const auto file = reader.text(ways[1])) {
        if (file->empty() || !has_no_nul(*file)) reader.wrong(ways[1], "must name a file");
        into.load = from_file(*file, asked(ways[1]), sources);
    }
    if (const auto variable = reader.text(ways[2])) {
        if (!is_variable(*variable)) reader.wrong(ways[2], "must be the name of an environment variable");
        into.load = from_env(*variable, asked(ways[2]), sources);
    }
    if (const auto argv = reader.texts(ways[3])) {
        if (argv->empty() || argv->front().empty() || !std::all_of(argv->begin(), argv->end(), has_no_nul))
            reader.wrong(ways[3],
                         "must be a program and its arguments, such as [\"pass\", \"show\", \"twitch\"]");
        else
            into.load = from_command(*argv, asked(ways[3]), sources);
    }
    check_alone(reader, ways);
    return into;
}

}  // namespace roadcase::config
