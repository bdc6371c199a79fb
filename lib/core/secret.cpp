#include "core/secret.h"

#include <openssl/crypto.h>

namespace roadcase {

void wipe(std::string& text) {
    // Up to capacity: what a longer value left behind counts too.
    text.resize(text.capacity());
    OPENSSL_cleanse(text.data(), text.size());
    text.clear();
}

bool equal_constant_time(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

void Secret::wipe() {
    roadcase::wipe(value_);
}

Secret::Secret(Secret&& other) noexcept : value_(std::move(other.value_)) {
    // A short string is copied, not moved: the source still holds it.
    other.wipe();
}

Secret& Secret::operator=(const Secret& other) {
    if (this != &other) {
        wipe();
        value_ = other.value_;
    }
    return *this;
}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this != &other) {
        wipe();
        value_ = std::move(other.value_);
        other.wipe();
    }
    return *this;
}

bool operator==(const Secret& a, const Secret& b) {
    return equal_constant_time(a.value_, b.value_);
}

}  // namespace roadcase
