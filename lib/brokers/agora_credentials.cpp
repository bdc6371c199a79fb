#include "brokers/agora_credentials.h"

#include <algorithm>

#include "brokers/agora_order.h"

namespace roadcase::brokers::agora {
namespace {

bool is_hex(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

tl::unexpected<Error> not_hex32(std::string_view what, std::size_t size) {
    return fail(ErrorKind::config, "", "The " + std::string(what) + " cannot be right.",
                "It has 32 hex digits; what is configured has " + std::to_string(size) +
                    " characters or others than those.",
                "Copy it again from the project's page in Agora's console.");
}

}  // namespace

bool is_hex32(std::string_view text) {
    return text.size() == 32 && std::all_of(text.begin(), text.end(), is_hex);
}

Status check_credentials(std::string_view app_id, const Secret& certificate) {
    if (!is_hex32(app_id)) return not_hex32("Agora app id", app_id.size());
    if (!is_hex32(certificate.reveal())) return not_hex32("Agora app certificate", certificate.size());
    return {};
}

Status check(const Credentials& credentials) {
    return check_credentials(credentials.app_id, credentials.certificate);
}

tl::unexpected<Error> not_a_token(std::string why) {
    return fail(ErrorKind::invalid_request, "", "This is no Agora token that can be read.", std::move(why),
                "Copy the whole token, from 006 or 007 to its last character.");
}

}  // namespace roadcase::brokers::agora
