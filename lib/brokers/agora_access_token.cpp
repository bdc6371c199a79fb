#include "brokers/agora_access_token.h"

#include "brokers/agora_credentials.h"
#include "brokers/agora_hmac.h"
#include "core/encoding.h"

namespace roadcase::brokers::agora {
namespace {

constexpr std::string_view version = "006";
constexpr std::size_t app_id_size = 32;

std::string signature_of(const AccessToken& token, std::string_view message, const Secret& certificate) {
    std::string data;
    data.reserve(app_id_size + token.channel.size() + token.uid.size() + message.size());
    data.append(token.app_id).append(token.channel).append(token.uid).append(message);
    return hmac_sha256(certificate.reveal(), data);
}

/// False when it ends before it should.
bool read_message(ReceivedToken& received) {
    Unpacker message(received.message);
    received.token.salt = message.u32();
    received.token.ends_at = message.u32();
    received.token.privileges = message.privileges();
    return message.ok();
}

}  // namespace

Result<Secret> sign(const AccessToken& token, const Secret& certificate) {
    if (auto right = check_credentials(token.app_id, certificate); !right) return fail(right.error());
    Packer message(128);
    message.u32(token.salt).u32(token.ends_at).privileges(token.privileges);
    const auto signature = signature_of(token, message.bytes(), certificate);
    if (signature.empty()) return fail(ErrorKind::internal, "", "OpenSSL could not sign a token.");
    Packer content;
    content.text(signature).u32(crc32(token.channel)).u32(crc32(token.uid)).text(message.bytes());
    if (!message.fits() || !content.fits())
        return fail(ErrorKind::invalid_request, "", "This does not fit into an Agora token.",
                    "It would hold more privileges than its format can count.", "Ask for fewer.");
    return Secret(std::string(version) + token.app_id + base64_encode(content.bytes()));
}

Result<ReceivedToken> parse_access_token(std::string_view text) {
    if (!text.starts_with(version)) return not_a_token("It does not begin with 006.");
    ReceivedToken received;
    received.token.app_id = text.substr(version.size(), app_id_size);
    if (!is_hex32(received.token.app_id)) return not_a_token("No app id of 32 hex digits follows 006.");
    const auto bytes = base64_decode(text.substr(version.size() + app_id_size));
    if (!bytes) return not_a_token("What follows the app id is not Base64.");
    Unpacker content(*bytes);
    received.signature = content.text();
    received.channel_crc = content.u32();
    received.uid_crc = content.u32();
    received.message = content.text();
    if (!content.ok() || !read_message(received)) return not_a_token("It ends before it should.");
    return received;
}

bool is_for(const ReceivedToken& received, std::string_view channel, std::string_view uid) {
    return crc32(channel) == received.channel_crc && crc32(uid) == received.uid_crc;
}

bool is_signed(const ReceivedToken& received, std::string_view channel, std::string_view uid,
               const Secret& certificate) {
    if (!is_hex32(certificate.reveal()) || !is_for(received, channel, uid)) return false;
    AccessToken token;
    token.app_id = received.token.app_id;
    token.channel = channel;
    token.uid = uid;
    return same_signature(signature_of(token, received.message, certificate), received.signature);
}

}  // namespace roadcase::brokers::agora
