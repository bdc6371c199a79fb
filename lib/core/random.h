#pragma once

#include <cstddef>
#include <string>

#include "core/result.h"

namespace roadcase {

/// Cryptographic randomness, the one source of states, verifiers, nonces, keys and ids. Thread-safe.
/// A failing generator is an error that stops the caller, never weaker bytes.
class Random {
  public:
    virtual ~Random() = default;
    /// Exactly `count` random bytes.
    virtual Result<std::string> bytes(std::size_t count) = 0;

    /// `count` random bytes as unpadded base64url; 32 bytes give 43 characters and 256 bits.
    Result<std::string> token(std::size_t count = 32);
    /// `length` characters of [0-9A-Za-z], each equally likely.
    Result<std::string> base62(std::size_t length);
};

/// OpenSSL's RAND_bytes.
class SystemRandom final : public Random {
  public:
    Result<std::string> bytes(std::size_t count) override;
};

}  // namespace roadcase
