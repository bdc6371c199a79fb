#pragma once

#include <optional>

#include "store/key_source.h"

namespace roadcase::store {

/// The default: a file 0600 of one line, "roadcase-key-1 " and the key as base64url. A new key is written
/// beside it as FILE.new and takes its place when the database has been switched; until then both are read.
class KeyFile final : public KeySource {
  public:
    explicit KeyFile(std::string path) : path_(std::move(path)) {}
    KeyKind kind() const override { return KeyKind::file; }
    std::string place() const override { return path_; }
    Result<Secret> load(const KeyWrap& wrap) override;
    Result<Secret> prepare(KeyWrap& wrap, const KeyWrap* old, Random& random) override;
    void settle(const KeyWrap& now) override;
    void retire(const KeyWrap& old) override;

  private:
    std::string successor() const { return path_ + ".new"; }
    std::string path_;
};

/// "roadcase-key-1 …" and a line end, as key file and keyring hold a key; and back. Nothing for anything
/// else.
Secret key_line(const Secret& key);
std::optional<Secret> key_from_line(std::string_view line);

}  // namespace roadcase::store
