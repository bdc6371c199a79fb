#include "store/keyring_key.h"

#include "store/key_file.h"
#include "store/sealing.h"

namespace roadcase::store {
namespace {

platform::KeyringItem item_of(const KeyWrap& wrap) {
    return {wrap.vault, wrap.slot};
}

std::string other_slot(const std::string& slot) {
    return slot == "a" ? "b" : "a";
}

}  // namespace

Result<platform::Keyring*> KeyringKey::keyring() {
    if (!keyring_) {
        auto opened = open_();
        if (!opened) return fail(opened.error());
        keyring_ = std::move(*opened);
    }
    return keyring_.get();
}

Result<Secret> KeyringKey::load(const KeyWrap& wrap) {
    const auto ring = keyring();
    if (!ring) return fail(ring.error());
    const auto line = (*ring)->find(item_of(wrap));
    if (!line) return fail(line.error());
    if (!*line)
        return fail(ErrorKind::internal, "E108", "The key of the saved data is not in the desktop keyring.",
                    "The keyring is locked, or it is another one than when the data was sealed.",
                    "Sign in to the desktop and unlock its keyring, then try again.");
    auto key = key_from_line((*line)->reveal());
    if (key) return std::move(*key);
    return fail(ErrorKind::internal, "", "The key of the saved data is damaged.",
                "What the desktop keyring holds is not a key of Roadcase.",
                "Restore the keyring from a backup.");
}

Result<Secret> KeyringKey::prepare(KeyWrap& wrap, const KeyWrap* old, Random& random) {
    const auto ring = keyring();
    if (!ring) return fail(ring.error());
    const bool follows = old != nullptr && old->kind == KeyKind::keyring;
    auto name = follows ? Result<std::string>(old->vault) : random.token(16);
    auto bytes = random.bytes(sealing_key_size);
    if (!name) return fail(name.error());
    if (!bytes) return fail(bytes.error());
    Secret key(std::move(*bytes));
    wrap.vault = std::move(*name);
    wrap.slot = follows ? other_slot(old->slot) : "a";
    wrap.key_id = id_of(key);
    if (auto stored = (*ring)->store(item_of(wrap), "Roadcase: the key of its saved data", key_line(key));
        !stored)
        return fail(stored.error());
    return key;
}

void KeyringKey::settle(const KeyWrap& now) {
    // Asked only after load(), so the keyring is open.
    if (keyring_) (void)keyring_->remove({now.vault, other_slot(now.slot)});
}

void KeyringKey::retire(const KeyWrap& old) {
    if (const auto ring = keyring()) (void)(*ring)->remove(item_of(old));
}

}  // namespace roadcase::store
