#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/result.h"
#include "core/secret.h"

namespace roadcase::store {

/// Where the key-encryption key comes from: the key that wraps a database's random data key.
enum class KeyKind { file, keyring, systemd, command, passphrase };

/// "file", "keyring", … as the configuration, the API and the database write it.
std::string_view word_of(KeyKind kind);
std::optional<KeyKind> key_kind(std::string_view word);
/// "a key file", "the desktop keyring", …: as a person says it.
std::string_view phrase_of(KeyKind kind);

/// The cost of scrypt (RFC 7914). Memory is 128 · n · r bytes: 128 MiB for the default.
struct ScryptCost {
    std::uint64_t n = 1 << 17;
    std::uint64_t r = 8;
    std::uint64_t p = 1;
    bool operator==(const ScryptCost&) const = default;
};
/// What we are willing to compute: n a power of two up to 2^20, r up to 16, p up to 4, 256 MiB at most. A
/// damaged or forged database must not take the machine's memory.
bool is_bearable(const ScryptCost& cost);

/// What a database records about the key that wraps its data key (the row "key_wrap" of meta). No secret. The
/// wrapped data key is bound to this text, so that none of it can change unnoticed.
struct KeyWrap {
    KeyKind kind = KeyKind::file;
    std::string key_id;    ///< file, keyring: id_of(key), to tell one key from another; may be empty
    std::string vault;     ///< keyring: random name of the database
    std::string slot;      ///< keyring: "a" or "b"; a new key goes into the other one
    std::string salt;      ///< systemd, command, passphrase: 16 bytes for scrypt
    ScryptCost cost;       ///< the same
    std::string replaces;  ///< id of the file's key that was given up for this one; may be empty
    Time data_key_made{};  ///< the epoch: not known
    Time wrapped{};        ///< the same
    std::string text;      ///< as it stands in the database; empty: a database of before there was a choice
};

/// `wrap` as text; write_wrap and parse_wrap are each other's reverse.
std::string write_wrap(const KeyWrap& wrap);
/// Nothing for what write_wrap never writes, and for costs that are not bearable.
std::optional<KeyWrap> parse_wrap(std::string_view text);

/// What the wrapped data key is bound to.
std::string binding_of(const KeyWrap& wrap);

/// 16 hex characters of the key's hash: tells keys of 256 random bits apart and gives nothing away.
std::string id_of(const Secret& key);

}  // namespace roadcase::store
