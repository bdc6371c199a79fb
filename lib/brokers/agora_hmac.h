#pragma once

#include <string>
#include <string_view>

namespace roadcase::brokers::agora {

/// HMAC-SHA256 (RFC 2104), 32 bytes; empty for an empty key, and when OpenSSL cannot.
/// Thread-safe: each thread keeps a context of its own, which remembers the last key until the next one.
std::string hmac_sha256(std::string_view key, std::string_view data);

/// A wrong length differs, too.
bool same_signature(std::string_view made, std::string_view received);

}  // namespace roadcase::brokers::agora
