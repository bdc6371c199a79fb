#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <string>

namespace roadcase::test {

/// A key and the certificate for it, made on the spot.
struct Identity {
    std::shared_ptr<EVP_PKEY> key;
    std::shared_ptr<X509> certificate;

    std::string pem() const {
        const std::unique_ptr<BIO, decltype(&BIO_free_all)> out(BIO_new(BIO_s_mem()), BIO_free_all);
        PEM_write_bio_X509(out.get(), certificate.get());
        char* bytes = nullptr;
        const auto size = BIO_get_mem_data(out.get(), &bytes);
        return {bytes, static_cast<std::size_t>(size)};
    }
};

struct CertificateWish {
    std::string common_name;
    std::string alternative_names;  ///< "DNS:localhost,IP:127.0.0.1"; empty for an authority
    long valid_from = -3600;        ///< seconds from now
    long valid_until = 3600;
};

inline void add_extension(X509* certificate, X509V3_CTX* context, int nid, const std::string& value) {
    X509_EXTENSION* extension = X509V3_EXT_conf_nid(nullptr, context, nid, value.c_str());
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

/// Signed by `authority`, or by itself when there is none.
inline Identity make_identity(const CertificateWish& wish, const Identity* authority = nullptr) {
    Identity made{{EVP_EC_gen("P-256"), EVP_PKEY_free}, {X509_new(), X509_free}};
    X509* certificate = made.certificate.get();
    static long serial = 1;
    X509_set_version(certificate, X509_VERSION_3);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
    X509_gmtime_adj(X509_getm_notBefore(certificate), wish.valid_from);
    X509_gmtime_adj(X509_getm_notAfter(certificate), wish.valid_until);
    X509_set_pubkey(certificate, made.key.get());
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_UTF8,
                               reinterpret_cast<const unsigned char*>(wish.common_name.c_str()), -1, -1, 0);
    const Identity& issuer = authority == nullptr ? made : *authority;
    X509_set_issuer_name(certificate, X509_get_subject_name(issuer.certificate.get()));
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer.certificate.get(), certificate, nullptr, nullptr, 0);
    if (wish.alternative_names.empty())
        add_extension(certificate, &context, NID_basic_constraints, "critical,CA:TRUE");
    else
        add_extension(certificate, &context, NID_subject_alt_name, wish.alternative_names);
    X509_sign(certificate, issuer.key.get(), EVP_sha256());
    return made;
}

}  // namespace roadcase::test
