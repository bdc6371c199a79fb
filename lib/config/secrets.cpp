#include <algorithm>

#include "config/sections.h"
#include "core/encoding.h"
#include "core/text.h"
#include "platform/files.h"

namespace roadcase::config {
namespace {

using Loader = std::function<Result<Secret>()>;

constexpr const char* ways[] = {"client_secret", "client_secret_file", "client_secret_env",
                                "client_secret_command"};

/// A secret as its source gave it, without the line end that editors and commands add.
Result<Secret> cleaned(const Secret& raw, const std::string& source) {
    std::string_view text = raw.reveal();
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
    if (!is_vschar(text))
        return fail(ErrorKind::config, "E104", source + " holds no client secret.",
                    text.empty() ? "It is empty." : "It holds more than one line, or letters no secret has.",
                    "Copy the secret from the provider's console again.");
    return Secret(text);
}

Error not_readable(const std::string& source, const std::string& key, const Error& why) {
    // E105 says what to type already.
    if (why.code == "E105") return why;
    return make_error(ErrorKind::config, "E104", source + " gave no client secret.",
                      key + " names it. " + why.title + (why.detail.empty() ? "" : " " + why.detail),
                      why.next);
}

Loader from_env(const std::string& variable, const std::string& key, const Sources& sources) {
    return [variable, key, env = sources.env]() -> Result<Secret> {
        const char* value = env(variable.c_str());
        if (value == nullptr)
            return fail(ErrorKind::config, "E104", "The environment variable " + variable + " is not set.",
                        key + " names it.", "Set it where roadcase is started, then start it again.");
        return cleaned(Secret(value), "The environment variable " + variable);
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

Loader from_file(const std::string& name, const std::string& key, const Sources& sources) {
    return [name, key, sources]() -> Result<Secret> {
        const auto source = "The file " + printable(name);
        const auto credential = from_credentials(name, sources);
        if (!credential) return fail(not_readable(source, key, credential.error()));
        if (*credential) return cleaned(**credential, source);
        const auto secret = platform::read_private_file(path_below(sources.directory, name));
        if (!secret) return fail(not_readable(source, key, secret.error()));
        return cleaned(*secret, source);
    };
}

Loader from_command(const std::vector<std::string>& argv, const std::string& key, const Sources& sources) {
    return [argv, key, run = sources.run_command]() -> Result<Secret> {
        const auto source = "The command " + printable(argv[0]);
        const auto output = run(argv);
        if (!output) return fail(not_readable(source, key, output.error()));
        return cleaned(*output, source);
    };
}

bool is_variable(std::string_view name) {
    const auto fine = [](char c) { return c == '_' || base62_alphabet.find(c) != std::string_view::npos; };
    return !name.empty() && std::all_of(name.begin(), name.end(), fine);
}

bool has_no_nul(const std::string& text) {
    return text.find('\0') == std::string::npos;
}

void read_value(TomlReader& reader, const TomlTable& table, accounts::ClientEntry& entry,
                std::vector<std::string>& warnings) {
    auto value = reader.text(ways[0]);
    if (!value) return;
    if (!is_vschar(*value)) reader.wrong(ways[0], "must be the secret, on one line");
    entry.client.client_secret = Secret(std::move(*value));
    warnings.push_back(
        toml_error(
            table, table.find(ways[0])->line,
            table.path + ".client_secret stands in the file itself; client_secret_file keeps it out of it.")
            .title);
}

}  // namespace

void read_secret(TomlReader& reader, const TomlTable& table, const Sources& sources,
                 accounts::ClientEntry& entry, std::vector<std::string>& warnings) {
    const auto key = [&](const char* way) { return table.path + "." + way; };
    read_value(reader, table, entry, warnings);
    if (const auto file = reader.text(ways[1])) {
        if (file->empty() || !has_no_nul(*file)) reader.wrong(ways[1], "must name a file");
        entry.load_secret = from_file(*file, key(ways[1]), sources);
    }
    if (const auto variable = reader.text(ways[2])) {
        if (!is_variable(*variable)) reader.wrong(ways[2], "must be the name of an environment variable");
        entry.load_secret = from_env(*variable, key(ways[2]), sources);
    }
    if (const auto argv = reader.texts(ways[3])) {
        if (argv->empty() || argv->front().empty() || !std::all_of(argv->begin(), argv->end(), has_no_nul))
            reader.wrong(ways[3],
                         "must be a program and its arguments, such as [\"pass\", \"show\", \"twitch\"]");
        else
            entry.load_secret = from_command(*argv, key(ways[3]), sources);
    }
    const char* first = nullptr;
    for (const auto* way : ways) {
        if (!reader.has(way)) continue;
        if (first != nullptr) reader.wrong(way, "stands beside " + std::string(first) + "; keep one of them");
        first = way;
    }
}

}  // namespace roadcase::config
