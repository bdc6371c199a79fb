#pragma once

#include <filesystem>

#include "store/home.h"

namespace roadcase::store {

/// A keyring whose entries are files, so that they outlive a process that is killed.
class FolderKeyring final : public platform::Keyring {
  public:
    explicit FolderKeyring(std::string folder) : folder_(std::move(folder)) {}
    Result<std::optional<Secret>> find(const platform::KeyringItem& item) override {
        const auto path = path_of(item);
        if (!std::filesystem::exists(path)) return std::nullopt;
        return Secret(bytes_of(path));
    }
    Status store(const platform::KeyringItem& item, const std::string&, const Secret& secret) override {
        std::filesystem::create_directories(folder_);
        write_bytes(path_of(item), secret.reveal());
        return {};
    }
    Status remove(const platform::KeyringItem& item) override {
        std::filesystem::remove(path_of(item));
        return {};
    }

  private:
    std::string path_of(const platform::KeyringItem& item) const {
        return folder_ + "/" + item.vault + "." + item.slot;
    }
    std::string folder_;
};

/// A home with every source of keys at hand.
struct Sources {
    Home home;
    std::string passphrase = "planted passphrase";
    std::string said_by_command = "planted-text-of-a-command";
    bool keyring_is_locked = false;

    Sources() {
        write_bytes(credential(), "planted-credential-of-systemd");
        chmod(credential().c_str(), 0600);
    }
    std::string credential() const { return home.dir / "roadcase-key"; }
    std::string keyring() const { return home.dir / "keyring"; }

    /// `wanted`: as config.toml would say it.
    KeySettings keys(std::optional<KeyKind> wanted = {}) {
        auto settings = home.keys();
        settings.wanted = wanted;
        settings.command = {"planted-command"};
        settings.credential = credential();
        settings.run_command = [this](const auto&) -> Result<Secret> { return Secret(said_by_command); };
        settings.passphrase = [this](bool) -> Result<Secret> { return Secret(passphrase); };
        settings.keyring = [this]() -> Result<std::unique_ptr<platform::Keyring>> {
            if (keyring_is_locked) return fail(ErrorKind::internal, "E108", "It is locked.");
            return std::make_unique<FolderKeyring>(keyring());
        };
        return settings;
    }
    std::unique_ptr<SealedStore> open(std::optional<KeyKind> wanted = {}) { return home.open(keys(wanted)); }
    std::unique_ptr<KeySource> source(KeyKind kind) { return std::move(*make_key_source(kind, keys())); }
    std::string error_of_opening(std::optional<KeyKind> wanted = {}) {
        const auto opened = home.try_open(keys(wanted));
        return opened ? "it opened" : opened.error().one_line();
    }
};

inline constexpr KeyKind all_kinds[] = {KeyKind::file, KeyKind::keyring, KeyKind::systemd, KeyKind::command,
                                        KeyKind::passphrase};

}  // namespace roadcase::store
