#include "store/sealing.h"

#include <openssl/evp.h>

#include <memory>

namespace roadcase::store {
namespace {

constexpr char version = 1;
constexpr std::size_t nonce_size = 12;
constexpr std::size_t tag_size = 16;
constexpr std::size_t overhead = 1 + nonce_size + tag_size;
/// Far above any token answer and far below what OpenSSL's int lengths hold.
constexpr std::size_t max_size = 16 * 1024 * 1024;

enum class Direction { decrypt = 0, encrypt = 1 };

struct FreeContext {
    void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

unsigned char* bytes(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}
const unsigned char* bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

/// AES-256-GCM either way: `tag` is written when encrypting and must fit when decrypting. False: nothing in
/// `output` may be used.
bool run_cipher(Direction direction, const Secret& key, std::string_view nonce, std::string_view bound,
                std::string_view input, std::string& output, std::string& tag) {
    const Context context(EVP_CIPHER_CTX_new());
    auto* const c = context.get();
    const bool decrypting = direction == Direction::decrypt;
    output.assign(input.size(), '\0');
    int size = 0;
    int rest = 0;
    if (c == nullptr || key.size() != sealing_key_size || input.size() > max_size || bound.size() > max_size)
        return false;
    if (EVP_CipherInit_ex(c, EVP_aes_256_gcm(), nullptr, bytes(std::string_view(key.reveal())), bytes(nonce),
                          static_cast<int>(direction)) != 1)
        return false;
    if (EVP_CipherUpdate(c, nullptr, &size, bytes(bound), static_cast<int>(bound.size())) != 1) return false;
    // OpenSSL takes a null or empty input here for the end, so there is nothing to pass on.
    size = 0;
    if (!input.empty() &&
        EVP_CipherUpdate(c, bytes(output), &size, bytes(input), static_cast<int>(input.size())) != 1)
        return false;
    if (decrypting && EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_SET_TAG, tag_size, bytes(tag)) != 1) return false;
    if (EVP_CipherFinal_ex(c, bytes(output) + size, &rest) != 1) return false;
    return decrypting || EVP_CIPHER_CTX_ctrl(c, EVP_CTRL_GCM_GET_TAG, tag_size, bytes(tag)) == 1;
}

}  // namespace

Result<std::string> Sealer::seal(const Secret& plain, std::string_view bound) const {
    auto nonce = random_->bytes(nonce_size);
    if (!nonce) return fail(nonce.error());
    std::string ciphertext;
    std::string tag(tag_size, '\0');
    if (!run_cipher(Direction::encrypt, key_, *nonce, bound, plain.reveal(), ciphertext, tag))
        return fail(ErrorKind::internal, "", "A secret could not be sealed.", "OpenSSL refused AES-256-GCM.");
    return version + *nonce + ciphertext + tag;
}

Result<Secret> Sealer::open(std::string_view sealed, std::string_view bound) const {
    const auto broken = [] { return fail(ErrorKind::internal, "", "A seal is broken."); };
    if (sealed.size() < overhead || sealed.front() != version) return broken();
    const auto nonce = sealed.substr(1, nonce_size);
    const auto ciphertext = sealed.substr(1 + nonce_size, sealed.size() - overhead);
    std::string tag(sealed.substr(sealed.size() - tag_size));
    std::string plain;
    const bool fits = run_cipher(Direction::decrypt, key_, nonce, bound, ciphertext, plain, tag);
    Secret opened(std::move(plain));
    wipe(plain);  // a short text was copied, not moved
    if (!fits) return broken();
    return opened;
}

}  // namespace roadcase::store
