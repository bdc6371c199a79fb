#include "dashboard/form_guard.h"

#include "core/encoding.h"

namespace roadcase::dashboard {
namespace {

std::string purpose_of(std::string_view path, std::int64_t minute) {
    return "pass " + std::to_string(minute) + " " + std::string{path};
}

std::int64_t minute_of(Time t) {
    return to_unix(t) / 60;
}

}  // namespace

FormGuard::FormGuard(Random& random) {
    if (auto bytes = random.bytes(32)) secret_ = Secret{std::move(*bytes)};
    token_ = derive("form");
}

/// Hashed twice, so that no digest can be extended into another one.
std::string FormGuard::derive(std::string_view purpose) const {
    if (secret_.empty()) return {};
    return base64url_encode(sha256(sha256(secret_.reveal() + std::string{purpose})));
}

bool FormGuard::accepts(std::string_view token) const {
    return !token_.empty() && equal_constant_time(token, token_);
}

std::string FormGuard::pass(std::string_view path, Time now) const {
    return derive(purpose_of(path, minute_of(now)));
}

bool FormGuard::accepts_pass(std::string_view pass, std::string_view path, Time now) const {
    if (secret_.empty()) return false;
    for (auto minute : {minute_of(now), minute_of(now) - 1})
        if (equal_constant_time(pass, derive(purpose_of(path, minute)))) return true;
    return false;
}

}  // namespace roadcase::dashboard
