#include "brokers/agora_hmac.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>

#include <memory>

#include "core/secret.h"

namespace roadcase::brokers::agora {
namespace {

constexpr std::size_t signature_bytes = 32;

struct Free {
    void operator()(EVP_MAC* mac) const { EVP_MAC_free(mac); }
    void operator()(EVP_MAC_CTX* context) const { EVP_MAC_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MAC_CTX, Free>;

Context make_context() {
    const std::unique_ptr<EVP_MAC, Free> mac(EVP_MAC_fetch(nullptr, "HMAC", nullptr));
    Context context(mac ? EVP_MAC_CTX_new(mac.get()) : nullptr);
    char digest[] = "SHA256";
    const OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest, sizeof digest - 1),
        OSSL_PARAM_construct_end()};
    if (context && EVP_MAC_CTX_set_params(context.get(), parameters) != 1) context.reset();
    return context;
}

}  // namespace

std::string hmac_sha256(std::string_view key, std::string_view data) {
    // Looking up the algorithm costs more than the three signatures of a token: once per thread is enough.
    thread_local const Context context = make_context();
    const auto bytes = [](std::string_view text) {
        return reinterpret_cast<const unsigned char*>(text.data());
    };
    std::string out(signature_bytes, '\0');
    std::size_t size = 0;
    const bool made =
        context && !key.empty() && EVP_MAC_init(context.get(), bytes(key), key.size(), nullptr) == 1 &&
        EVP_MAC_update(context.get(), bytes(data), data.size()) == 1 &&
        EVP_MAC_final(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size, out.size()) == 1 &&
        size == out.size();
    return made ? out : std::string();
}

bool same_signature(std::string_view made, std::string_view received) {
    return made.size() == signature_bytes && equal_constant_time(made, received);
}

}  // namespace roadcase::brokers::agora
