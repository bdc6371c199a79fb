#pragma once

#include <string>

#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"

namespace roadcase::store {

/// Where the key-encryption key comes from: the key that wraps the database's random data key.
class KeySource {
  public:
    virtual ~KeySource() = default;
    /// The key. A missing one is an Error, never a fresh key: a fresh one opens nothing.
    virtual Result<Secret> load() = 0;
    /// The same for a new database: makes the key when there is none yet.
    virtual Result<Secret> load_or_create(Random& random) = 0;
    /// Where it is, for messages.
    virtual std::string place() const = 0;
};

/// The default: a file 0600 of one line, "roadcase-key-1 " and the key as base64url.
class KeyFile final : public KeySource {
  public:
    explicit KeyFile(std::string path) : path_(std::move(path)) {}
    Result<Secret> load() override;
    Result<Secret> load_or_create(Random& random) override;
    std::string place() const override { return path_; }

  private:
    bool exists() const;
    std::string path_;
};

}  // namespace roadcase::store
