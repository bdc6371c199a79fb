#include "store/stretched_key.h"

#include <openssl/evp.h>

#include "store/sealing.h"

namespace roadcase::store {
namespace {

constexpr std::size_t salt_size = 16;
/// What is_bearable() allows, and what scrypt needs beside its big table.
constexpr std::uint64_t max_memory = (256 + 8) * 1024 * 1024;

/// Somebody has to remember a passphrase; nobody has to remember the others.
std::size_t shortest(KeyKind kind) {
    return kind == KeyKind::passphrase ? 8 : 16;
}

std::string capitalized(std::string text) {
    if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') text.front() -= 'a' - 'A';
    return text;
}

Result<Secret> stretch(const Secret& text, const KeyWrap& wrap) {
    std::string key(sealing_key_size, '\0');
    const auto& [n, r, p] = wrap.cost;
    const bool done =
        is_bearable(wrap.cost) &&
        EVP_PBE_scrypt(text.reveal().data(), text.size(),
                       reinterpret_cast<const unsigned char*>(wrap.salt.data()), wrap.salt.size(), n, r, p,
                       max_memory, reinterpret_cast<unsigned char*>(key.data()), key.size()) == 1;
    Secret result(std::move(key));
    if (done) return result;
    return fail(ErrorKind::internal, "", "The key of the saved data could not be computed.",
                "scrypt needs " + std::to_string(128 * n * r / (1024 * 1024)) + " MiB of memory for it.",
                "Free some memory, then try again.");
}

}  // namespace

Result<Secret> StretchedKey::text(bool fresh) const {
    const auto raw = material_(fresh);
    if (!raw) return raw;
    std::string_view text = raw->reveal();
    // Editors and commands end a line; the secret does not.
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.remove_suffix(1);
    // What is too short to seal with may still be tried: it is a wrong one then, and said to be that.
    if (!fresh || text.size() >= shortest(kind_)) return Secret(text);
    return fail(kind_ == KeyKind::passphrase ? ErrorKind::invalid_request : ErrorKind::config, "",
                (kind_ == KeyKind::passphrase ? "The passphrase" : capitalized(place_)) +
                    " is too short to seal with.",
                "At least " + std::to_string(shortest(kind_)) + " characters are needed.",
                kind_ == KeyKind::passphrase ? "Choose a longer one, of several words."
                                             : "Put a long random text there: openssl rand -base64 32");
}

Result<Secret> StretchedKey::load(const KeyWrap& wrap) {
    return text(false).and_then([&](const Secret& text) { return stretch(text, wrap); });
}

Result<Secret> StretchedKey::prepare(KeyWrap& wrap, const KeyWrap*, Random& random) {
    auto salt = random.bytes(salt_size);
    if (!salt) return fail(salt.error());
    wrap.salt = std::move(*salt);
    wrap.cost = cost_;
    return text(true).and_then([&](const Secret& text) { return stretch(text, wrap); });
}

}  // namespace roadcase::store
