#pragma once

#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include <memory>
#include <string>
#include <string_view>

#include "core/encoding.h"

namespace roadcase::test {

/// A server's key pair made for one test, and the tokens it signs.
class SigningKey {
  public:
    enum class Type { rsa, p256 };
    explicit SigningKey(Type type, std::string kid = "key-1", unsigned rsa_bits = 2048)
        : type_(type),
          kid_(std::move(kid)),
          key_(type == Type::rsa ? EVP_RSA_gen(rsa_bits) : EVP_EC_gen("P-256")) {}

    std::string jwk() const {
        const std::string head = R"({"use":"sig","kid":")" + kid_ + "\",";
        if (type_ == Type::rsa)
            return head + R"("kty":"RSA","n":")" + number(OSSL_PKEY_PARAM_RSA_N) + R"(","e":")" +
                   number(OSSL_PKEY_PARAM_RSA_E) + "\"}";
        return head + R"("kty":"EC","crv":"P-256","x":")" + number(OSSL_PKEY_PARAM_EC_PUB_X) + R"(","y":")" +
               number(OSSL_PKEY_PARAM_EC_PUB_Y) + "\"}";
    }
    std::string jwks() const { return R"({"keys":[)" + jwk() + "]}"; }

    std::string header() const {
        return R"({"alg":")" + std::string(type_ == Type::rsa ? "RS256" : "ES256") + R"(","kid":")" + kid_ +
               "\"}";
    }
    std::string token(std::string_view claims) const { return token(header(), claims); }
    std::string token(std::string_view head, std::string_view claims) const {
        const auto text = base64url_encode(head) + "." + base64url_encode(claims);
        return text + "." + base64url_encode(sign(text));
    }

  private:
    struct Free {
        void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    };

    std::string number(const char* name) const {
        BIGNUM* value = nullptr;
        EVP_PKEY_get_bn_param(key_.get(), name, &value);
        const int size = type_ == Type::p256 ? 32 : BN_num_bytes(value);
        std::string out(static_cast<std::size_t>(size), '\0');
        BN_bn2binpad(value, reinterpret_cast<unsigned char*>(out.data()), size);
        BN_free(value);
        return base64url_encode(out);
    }

    std::string sign(const std::string& text) const {
        auto* context = EVP_MD_CTX_new();
        std::string out(1024, '\0');
        std::size_t size = out.size();
        EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key_.get());
        EVP_DigestSign(context, reinterpret_cast<unsigned char*>(out.data()), &size,
                       reinterpret_cast<const unsigned char*>(text.data()), text.size());
        EVP_MD_CTX_free(context);
        out.resize(size);
        return type_ == Type::rsa ? out : r_and_s(out);
    }

    static std::string r_and_s(const std::string& der) {
        const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
        auto* signature = d2i_ECDSA_SIG(nullptr, &bytes, static_cast<long>(der.size()));
        std::string out(64, '\0');
        auto* into = reinterpret_cast<unsigned char*>(out.data());
        BN_bn2binpad(ECDSA_SIG_get0_r(signature), into, 32);
        BN_bn2binpad(ECDSA_SIG_get0_s(signature), into + 32, 32);
        ECDSA_SIG_free(signature);
        return out;
    }

    Type type_;
    std::string kid_;
    std::unique_ptr<EVP_PKEY, Free> key_;
};

}  // namespace roadcase::test
