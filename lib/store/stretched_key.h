#pragma once

#include "store/key_source.h"

namespace roadcase::store {

/// A key made by scrypt from text that lives elsewhere: a passphrase, a systemd credential, a command's
/// output. The salt is new with every prepare(), so the same text gives a fresh key.
class StretchedKey final : public KeySource {
  public:
    using Material = std::function<Result<Secret>(bool fresh)>;

    StretchedKey(KeyKind kind, std::string place, Material material, ScryptCost cost)
        : kind_(kind), place_(std::move(place)), material_(std::move(material)), cost_(cost) {}
    KeyKind kind() const override { return kind_; }
    std::string place() const override { return place_; }
    Result<Secret> load(const KeyWrap& wrap) override;
    Result<Secret> prepare(KeyWrap& wrap, const KeyWrap* old, Random& random) override;

  private:
    Result<Secret> text(bool fresh) const;
    KeyKind kind_;
    std::string place_;
    Material material_;
    ScryptCost cost_;
};

}  // namespace roadcase::store
