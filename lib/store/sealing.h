#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/random.h"
#include "core/result.h"
#include "core/secret.h"

namespace roadcase::store {

inline constexpr std::size_t sealing_key_size = 32;

/// Seals with AES-256-GCM: a version byte, a fresh random nonce, the ciphertext, the tag. `bound` (associated
/// data) is not in the result, but opening needs the very same. Thread-safe when its Random is, which must
/// outlive it.
class Sealer {
  public:
    /// `key` is sealing_key_size bytes.
    Sealer(Secret key, Random& random) : key_(std::move(key)), random_(&random) {}

    Result<std::string> seal(const Secret& plain, std::string_view bound) const;
    /// Fails when a bit of the key, of `sealed` or of `bound` differs; the Error says no more than that.
    Result<Secret> open(std::string_view sealed, std::string_view bound) const;

  private:
    Secret key_;
    Random* random_;
};

}  // namespace roadcase::store
