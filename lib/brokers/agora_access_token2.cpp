#include "brokers/agora_access_token2.h"

#include <algorithm>

#include "brokers/agora_credentials.h"
#include "brokers/agora_hmac.h"
#include "brokers/agora_zlib.h"
#include "core/encoding.h"

namespace roadcase::brokers::agora {
namespace {

constexpr std::string_view version = "007";

std::string little_endian(std::uint32_t value) {
    return Packer(4).u32(value).take();
}

std::string signature_of(const AccessToken2& token, std::string_view signed_bytes,
                         const Secret& certificate) {
    auto first = hmac_sha256(little_endian(token.issued_at), certificate.reveal());
    auto key = hmac_sha256(little_endian(token.salt), first);
    auto signature = hmac_sha256(key, signed_bytes);
    wipe(first);
    wipe(key);
    return signature;
}

std::vector<const Service*> in_order(const std::vector<Service>& services) {
    std::vector<const Service*> ordered;
    ordered.reserve(services.size());
    for (const auto& service : services) ordered.push_back(&service);
    std::stable_sort(ordered.begin(), ordered.end(),
                     [](const auto* a, const auto* b) { return a->type < b->type; });
    return ordered;
}

tl::unexpected<Error> does_not_fit(std::string why) {
    return fail(ErrorKind::invalid_request, "", "This does not fit into an Agora token.", std::move(why),
                "Ask for less in one token.");
}

/// The payload: signature, then what is signed.
Result<std::string> payload_of(const AccessToken2& token, const Secret& certificate) {
    Packer body;
    body.text(token.app_id).u32(token.issued_at).u32(token.lasts).u32(token.salt);
    body.count(token.services.size());
    for (const auto* service : in_order(token.services)) {
        if (layout_of(service->type) == nullptr)
            return does_not_fit("A service of an unknown type cannot be written.");
        write(body, *service);
    }
    const auto signature = signature_of(token, body.bytes(), certificate);
    if (signature.empty()) return fail(ErrorKind::internal, "", "OpenSSL could not sign a token.");
    Packer payload(body.bytes().size() + 40);
    payload.text(signature).raw(body.bytes());
    if (!body.fits() || payload.bytes().size() > most_payload)
        return does_not_fit("Its texts and lists together are longer than 64 KiB.");
    return payload.take();
}

/// False when the services end before they should.
bool read_services(Unpacker& in, ReceivedToken2& received) {
    const auto count = in.u16();
    for (int i = 0; i < count; ++i) {
        const auto type = in.u16();
        if (!in.ok()) return false;
        if (layout_of(ServiceType{type}) == nullptr) {
            received.unknown_type = type;
            return true;
        }
        received.token.services.push_back(read_service(in, ServiceType{type}));
    }
    return in.ok();
}

}  // namespace

Result<Secret> sign(const AccessToken2& token, const Secret& certificate) {
    if (auto right = check_credentials(token.app_id, certificate); !right) return fail(right.error());
    if (token.services.empty()) return does_not_fit("It would open no service.");
    const auto payload = payload_of(token, certificate);
    if (!payload) return fail(payload.error());
    const auto packed = deflated(*payload);
    if (packed.empty()) return fail(ErrorKind::internal, "", "zlib could not pack a token.");
    return Secret(std::string(version) + base64_encode(packed));
}

Result<ReceivedToken2> parse_access_token2(std::string_view text) {
    if (!text.starts_with(version)) return not_a_token("It does not begin with 007.");
    const auto packed = base64_decode(text.substr(version.size()));
    if (!packed) return not_a_token("What follows 007 is not Base64.");
    const auto payload = inflated(*packed);
    if (!payload) return not_a_token("It does not unpack with zlib, or to more than 64 KiB.");
    Unpacker in(*payload);
    ReceivedToken2 received;
    received.signature = in.text();
    received.signed_bytes = in.rest();
    received.token.app_id = in.text();
    received.token.issued_at = in.u32();
    received.token.lasts = in.u32();
    received.token.salt = in.u32();
    if (!read_services(in, received)) return not_a_token("It ends before it should.");
    if (!is_hex32(received.token.app_id)) return not_a_token("Its app id is not 32 hex digits.");
    return received;
}

bool is_signed(const ReceivedToken2& received, const Secret& certificate) {
    return is_hex32(certificate.reveal()) &&
           same_signature(signature_of(received.token, received.signed_bytes, certificate),
                          received.signature);
}

}  // namespace roadcase::brokers::agora
