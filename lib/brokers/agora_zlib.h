#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace roadcase::brokers::agora {

/// No token holds more, packed or not: what the published packers can write.
inline constexpr std::size_t most_payload = 65'536;

/// RFC 1950 at zlib's default level, byte for byte what stock zlib makes of it; empty only without memory.
/// Thread-safe: each thread keeps one stream, some 260 KB, with what it packed last.
std::string deflated(std::string_view payload);

/// What a whole RFC 1950 stream holds, up to `most` bytes; nothing for a longer one, a damaged or unfinished
/// one, one that wants a dictionary, one of more than 128 KiB, and bytes after its end. Thread-safe.
std::optional<std::string> inflated(std::string_view stream, std::size_t most = most_payload);

}  // namespace roadcase::brokers::agora
