#include "core/random.h"

#include <openssl/rand.h>

#include "core/encoding.h"

namespace roadcase {

Result<std::string> SystemRandom::bytes(std::size_t count) {
    std::string out(count, '\0');
    if (RAND_bytes(reinterpret_cast<unsigned char*>(out.data()), static_cast<int>(count)) != 1)
        return fail(ErrorKind::internal, "", "The system's random generator failed.", "Nothing was started.",
                    "Restart the computer; if it persists, report it.");
    return out;
}

Result<std::string> Random::token(std::size_t count) {
    return bytes(count).map([](const std::string& raw) { return base64url_encode(raw); });
}

Result<std::string> Random::base62(std::size_t length) {
    std::string out;
    while (out.size() < length) {
        auto raw = bytes(length);
        if (!raw) return raw;
        for (unsigned char byte : *raw) {
            // 248 is the largest multiple of 62 in a byte: the rest would favour some letters.
            if (byte < 248 && out.size() < length) out += base62_alphabet[byte % 62];
        }
    }
    return out;
}

}  // namespace roadcase
