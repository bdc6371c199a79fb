#include "http/certificate_name.h"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <array>
#include <memory>

#include "core/text.h"

namespace roadcase::http {
namespace {

void free_names(GENERAL_NAMES* names) {
    GENERAL_NAMES_free(names);
}

std::string first_dns_name(X509* certificate) {
    const std::unique_ptr<GENERAL_NAMES, decltype(&free_names)> names(
        static_cast<GENERAL_NAMES*>(X509_get_ext_d2i(certificate, NID_subject_alt_name, nullptr, nullptr)),
        free_names);
    for (int i = 0; i < sk_GENERAL_NAME_num(names.get()); ++i) {
        const auto* name = sk_GENERAL_NAME_value(names.get(), i);
        if (name->type != GEN_DNS) continue;
        const auto* bytes = reinterpret_cast<const char*>(ASN1_STRING_get0_data(name->d.dNSName));
        return {bytes, static_cast<std::size_t>(ASN1_STRING_length(name->d.dNSName))};
    }
    return {};
}

std::string common_name(X509* certificate) {
    std::array<char, 256> text{};
    X509_NAME_get_text_by_NID(X509_get_subject_name(certificate), NID_commonName, text.data(),
                              static_cast<int>(text.size()));
    return text.data();
}

int note_name(int accepted, X509_STORE_CTX* context) {
    auto* ssl = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(context, SSL_get_ex_data_X509_STORE_CTX_idx()));
    auto* name = ssl == nullptr ? nullptr : static_cast<std::string*>(SSL_get_app_data(ssl));
    auto* certificate = X509_STORE_CTX_get0_cert(context);
    if (accepted == 0 && name != nullptr && certificate != nullptr) {
        const auto dns = first_dns_name(certificate);
        *name = printable(dns.empty() ? common_name(certificate) : dns, 100);
    }
    return accepted;
}

}  // namespace

void keep_certificate_name(SSL* ssl, std::string& name) {
    SSL_set_app_data(ssl, &name);
    SSL_set_verify(ssl, SSL_VERIFY_PEER, note_name);
}

}  // namespace roadcase::http
