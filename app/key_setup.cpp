#include "key_setup.h"

#include <cstdlib>
#include <filesystem>

#include "platform/files.h"
#include "platform/keyring.h"
#include "platform/process.h"
#include "platform/terminal.h"

namespace roadcase {
namespace {

/// A person may have to answer the command's own question.
constexpr milliseconds command_patience{60'000};

Error nobody_to_ask() {
    return make_error(ErrorKind::config, "", "The saved data needs its passphrase.",
                      "There is no terminal to ask on.",
                      "Put it into a file (chmod 600) and name that: ROADCASE_PASSPHRASE_FILE=FILE");
}

Result<Secret> ask_twice() {
    return platform::ask_without_echo("New passphrase for the saved data: ")
        .and_then([](const Secret& first) -> Result<Secret> {
            const auto second = platform::ask_without_echo("The same again: ");
            if (!second) return fail(second.error());
            if (*second == first) return first;
            return fail(ErrorKind::invalid_request, "", "The two passphrases are not the same.",
                        "Nothing was changed.", "Try again.");
        });
}

constexpr const char* file_variable = "ROADCASE_PASSPHRASE_FILE";

Result<Secret> passphrase_of(const std::string& file) {
    const std::string variable(file_variable);
    if (file.empty())
        return fail(ErrorKind::config, "", variable + " is set, but empty.", "It names no file.",
                    "Write the file's name into it, or unset it.");
    auto text = platform::read_private_file(file, 1024);
    if (text) return text;
    auto error = text.error();
    error.kind = ErrorKind::config;
    error.detail += (error.detail.empty() ? "" : " ") + variable + " names it.";
    if (error.next.empty()) error.next = "Put the passphrase there (chmod 600), or name the right file.";
    return fail(std::move(error));
}

Result<Secret> passphrase(bool fresh, bool may_ask) {
    if (const char* file = std::getenv(file_variable)) return passphrase_of(file);
    if (!may_ask) return fail(nobody_to_ask());
    auto answer = fresh ? ask_twice() : platform::ask_without_echo("Passphrase of the saved data: ");
    if (!answer && answer.error().kind == ErrorKind::unavailable) return fail(nobody_to_ask());
    return answer;
}

/// systemd puts what LoadCredential= names into a directory that only the service can read.
std::string credential() {
    const char* directory = std::getenv("CREDENTIALS_DIRECTORY");
    if (directory == nullptr || *directory == '\0') return {};
    const auto path = std::filesystem::path(directory) / "roadcase-key";
    std::error_code ignored;
    return std::filesystem::exists(path, ignored) ? path.string() : std::string();
}

}  // namespace

Error with_passphrase_file(Error error) {
    const char* file = std::getenv(file_variable);
    if (error.code != "E603" || file == nullptr) return error;
    error.detail += (error.detail.empty() ? "" : " ") + std::string("The passphrase is in ") + file + " (" +
                    file_variable + ").";
    return error;
}

store::KeySettings key_settings(const platform::Paths& paths, const config::Config& config, Time now) {
    store::KeySettings settings;
    settings.wanted = config.encryption_key;
    settings.file = config.encryption_key_file.empty() ? paths.key_file() : config.encryption_key_file;
    settings.command = config.encryption_key_command;
    settings.credential = credential();
    settings.run_command = [](const std::vector<std::string>& argv) {
        return platform::run_command(argv, command_patience);
    };
    settings.passphrase = [may_ask = config.may_ask](bool fresh) { return passphrase(fresh, may_ask); };
    settings.keyring = [] { return platform::open_keyring(); };
    settings.now = now;
    return settings;
}

}  // namespace roadcase
