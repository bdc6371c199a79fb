#include "store/key_source.h"

#include "core/text.h"
#include "platform/files.h"
#include "store/key_file.h"
#include "store/keyring_key.h"
#include "store/stretched_key.h"

namespace roadcase::store {
namespace {

Error not_configured(KeyKind kind, std::string why, std::string next) {
    return make_error(ErrorKind::config, "E104",
                      "The key of the saved data cannot come from " + std::string(phrase_of(kind)) + ".",
                      std::move(why), std::move(next));
}

Result<std::unique_ptr<KeySource>> from_credential(const KeySettings& settings) {
    if (settings.credential.empty())
        return fail(not_configured(KeyKind::systemd, "systemd gave this process no credential roadcase-key.",
                                   "Put LoadCredentialEncrypted=roadcase-key into the service and start it "
                                   "by systemctl."));
    return std::make_unique<StretchedKey>(
        KeyKind::systemd, settings.credential,
        [path = settings.credential](bool) { return platform::read_private_file(path); }, settings.cost);
}

Result<std::unique_ptr<KeySource>> from_command(const KeySettings& settings) {
    if (settings.command.empty())
        return fail(
            not_configured(KeyKind::command, "config.toml names no command.",
                           "Write encryption_key_command = [\"program\", \"argument\"] under [store]."));
    return std::make_unique<StretchedKey>(
        KeyKind::command, "the command " + printable(settings.command.front()),
        [run = settings.run_command, argv = settings.command](bool) { return run(argv); }, settings.cost);
}

}  // namespace

Result<std::unique_ptr<KeySource>> make_key_source(KeyKind kind, const KeySettings& settings) {
    switch (kind) {
        case KeyKind::file:
            return std::make_unique<KeyFile>(settings.file);
        case KeyKind::keyring:
            return std::make_unique<KeyringKey>(settings.keyring);
        case KeyKind::systemd:
            return from_credential(settings);
        case KeyKind::command:
            return from_command(settings);
        case KeyKind::passphrase:
            break;
    }
    return std::make_unique<StretchedKey>(KeyKind::passphrase, "the passphrase", settings.passphrase,
                                          settings.cost);
}

KeyKind kind_for_new(const KeySettings& settings) {
    if (settings.wanted) return *settings.wanted;
    if (!settings.command.empty()) return KeyKind::command;
    return settings.credential.empty() ? KeyKind::file : KeyKind::systemd;
}

}  // namespace roadcase::store
