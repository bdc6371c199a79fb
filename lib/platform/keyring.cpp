#include "platform/keyring.h"

#include <dlfcn.h>

#include <condition_variable>
#include <mutex>
#include <system_error>
#include <thread>

#include "core/text.h"
#include "platform/libsecret.h"

namespace roadcase::platform {
namespace {

using libsecret::GCancellable;
using libsecret::GError;

constexpr libsecret::Schema schema{"io.roadcase.Key", 0, {{"vault", 0}, {"slot", 0}, {nullptr, 0}}, 0, {}};

const char* const unlock = "Sign in to the desktop and unlock its keyring, then try again.";

Error unreachable(const std::string& why) {
    return make_error(ErrorKind::internal, "E108", "The desktop keyring could not be used.", why, unlock);
}

struct Functions {
    libsecret::Lookup lookup = nullptr;
    libsecret::Store store = nullptr;
    libsecret::Clear clear = nullptr;
    libsecret::Free free_password = nullptr;
    libsecret::FreeError free_error = nullptr;
    libsecret::NewCancellable new_cancellable = nullptr;
    libsecret::Cancel cancel = nullptr;
    libsecret::Unref unref = nullptr;
};

template <class Function>
bool find_symbol(void* library, const char* name, Function& function) {
    function = reinterpret_cast<Function>(::dlsym(library, name));
    return function != nullptr;
}

/// GLib's own functions are found through libsecret, which is linked with them.
bool find_all(void* library, Functions& f) {
    return find_symbol(library, "secret_password_lookup_nonpageable_sync", f.lookup) &&
           find_symbol(library, "secret_password_store_sync", f.store) &&
           find_symbol(library, "secret_password_clear_sync", f.clear) &&
           find_symbol(library, "secret_password_free", f.free_password) &&
           find_symbol(library, "g_error_free", f.free_error) &&
           find_symbol(library, "g_cancellable_new", f.new_cancellable) &&
           find_symbol(library, "g_cancellable_cancel", f.cancel) &&
           find_symbol(library, "g_object_unref", f.unref);
}

/// Cancels a call that takes too long: a dialog nobody answers, a service that hangs.
class Patience {
  public:
    Patience(const Functions& functions, milliseconds limit)
        : functions_(functions), cancellable_(functions.new_cancellable()) {
        try {
            watch_ = std::thread([this, limit] { wait(limit); });
        } catch (const std::system_error&) {
            ended_ = true;  // without a thread to be had the service's own timeouts must do
        }
    }
    ~Patience() {
        {
            const std::lock_guard lock(mutex_);
            ended_ = true;
        }
        changed_.notify_one();
        if (watch_.joinable()) watch_.join();
        functions_.unref(cancellable_);
    }
    Patience(const Patience&) = delete;
    Patience& operator=(const Patience&) = delete;

    GCancellable* cancellable() const { return cancellable_; }

  private:
    void wait(milliseconds limit) {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, limit, [this] { return ended_; })) functions_.cancel(cancellable_);
    }

    const Functions& functions_;
    GCancellable* cancellable_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool ended_ = false;
    std::thread watch_;
};

class LibsecretKeyring final : public Keyring {
  public:
    LibsecretKeyring(const Functions& functions, milliseconds patience)
        : functions_(functions), patience_(patience) {}

    Result<std::optional<Secret>> find(const KeyringItem& item) override {
        GError* error = nullptr;
        const Patience patience(functions_, patience_);
        char* found = functions_.lookup(&schema, patience.cancellable(), &error, "vault", item.vault.c_str(),
                                        "slot", item.slot.c_str(), nullptr);
        if (auto failed = take(error); !failed) return fail(failed.error());
        if (found == nullptr) return std::nullopt;
        Secret secret(found);
        functions_.free_password(found);  // wipes it too
        return secret;
    }

    Status store(const KeyringItem& item, const std::string& label, const Secret& secret) override {
        GError* error = nullptr;
        const Patience patience(functions_, patience_);
        const int stored =
            functions_.store(&schema, nullptr, label.c_str(), secret.reveal().c_str(), patience.cancellable(),
                             &error, "vault", item.vault.c_str(), "slot", item.slot.c_str(), nullptr);
        auto failed = take(error);
        if (failed && stored == 0) return fail(unreachable("It did not take the key; it may be locked."));
        return failed;
    }

    Status remove(const KeyringItem& item) override {
        GError* error = nullptr;
        const Patience patience(functions_, patience_);
        functions_.clear(&schema, patience.cancellable(), &error, "vault", item.vault.c_str(), "slot",
                         item.slot.c_str(), nullptr);
        return take(error);
    }

  private:
    Status take(GError* error) const {
        if (error == nullptr) return {};
        const auto said = error->message == nullptr ? std::string() : printable(error->message);
        functions_.free_error(error);
        return fail(unreachable("It is locked, or no desktop session runs here (" + said + ")."));
    }

    Functions functions_;
    milliseconds patience_;
};

}  // namespace

Result<std::unique_ptr<Keyring>> open_keyring(const KeyringSettings& settings) {
    // Never closed: GLib starts threads that outlive any call.
    void* library = ::dlopen(settings.library.c_str(), RTLD_NOW | RTLD_LOCAL);
    Functions functions;
    if (library == nullptr || !find_all(library, functions))
        return fail(ErrorKind::internal, "E108", "The desktop keyring could not be used.",
                    "libsecret (" + printable(settings.library) + ") is not installed, or too old.",
                    "Install libsecret-1-0, then try again.");
    return std::make_unique<LibsecretKeyring>(functions, settings.patience);
}

}  // namespace roadcase::platform
