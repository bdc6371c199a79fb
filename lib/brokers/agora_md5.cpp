#include "brokers/agora_md5.h"

#include <openssl/evp.h>

#include "core/encoding.h"

namespace roadcase::brokers::agora {

std::string md5_hex(std::string_view bytes) {
    std::string digest(16, '\0');
    unsigned int size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), &size,
                   EVP_md5(), nullptr) != 1)
        return {};
    return hex_encode(digest);
}

}  // namespace roadcase::brokers::agora
