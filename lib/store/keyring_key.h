#pragma once

#include "store/key_source.h"

namespace roadcase::store {

/// A key in the desktop keyring, under the database's random name. There are two slots: a new key goes into
/// the one that is free, the other is cleared when the database has been switched.
class KeyringKey final : public KeySource {
  public:
    using Open = std::function<Result<std::unique_ptr<platform::Keyring>>()>;

    explicit KeyringKey(Open open) : open_(std::move(open)) {}
    KeyKind kind() const override { return KeyKind::keyring; }
    std::string place() const override { return "the desktop keyring"; }
    Result<Secret> load(const KeyWrap& wrap) override;
    Result<Secret> prepare(KeyWrap& wrap, const KeyWrap* old, Random& random) override;
    void settle(const KeyWrap& now) override;
    void retire(const KeyWrap& old) override;

  private:
    Result<platform::Keyring*> keyring();
    Open open_;
    std::unique_ptr<platform::Keyring> keyring_;
};

}  // namespace roadcase::store
