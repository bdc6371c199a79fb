#include "accounts/reference.h"

#include <algorithm>
#include <array>

#include "core/encoding.h"
#include "core/text.h"

namespace roadcase::accounts {
namespace {

constexpr std::string_view id_prefix = "acc_";
constexpr std::string_view subject_prefix = "sub:";
constexpr std::size_t longest_subject = 255;

bool is_alphanumeric(char c) {
    return base62_alphabet.find(c) != std::string_view::npos;
}

bool is_id(std::string_view text) {
    if (!text.starts_with(id_prefix)) return false;
    text.remove_prefix(id_prefix.size());
    return !text.empty() && text.size() <= 60 && std::all_of(text.begin(), text.end(), is_alphanumeric);
}

bool is_subject(std::string_view text) {
    return !text.empty() && text.size() <= longest_subject && is_vschar(text);
}

Result<Reference> wrong(std::string_view text) {
    return fail(
        ErrorKind::invalid_request, "E501", "\"" + printable(text, 80) + "\" is no account name.",
        "An account is CLIENT, CLIENT/NAME, CLIENT/sub:ID or acc_…; names hold letters, digits, - and _.",
        "roadcase list");
}

}  // namespace

bool is_reserved_name(std::string_view text) {
    constexpr std::array<std::string_view, 4> reserved{"reject", "refresh", "validate", "release"};
    return std::find(reserved.begin(), reserved.end(), text) != reserved.end();
}

bool is_name(std::string_view text) {
    if (text.empty() || text.size() > 64 || is_reserved_name(text)) return false;
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return is_alphanumeric(c) || c == '-' || c == '_'; });
}

Result<Reference> parse_reference(std::string_view text) {
    if (is_id(text)) return Reference{.client = {}, .name = {}, .subject = {}, .id = std::string(text)};
    const auto slash = text.find('/');
    const auto client = text.substr(0, slash);
    if (!is_name(client)) return wrong(text);
    Reference reference{.client = std::string(client), .name = {}, .subject = {}, .id = {}};
    if (slash == std::string_view::npos) return reference;

    auto rest = text.substr(slash + 1);
    if (rest.starts_with(subject_prefix)) {
        rest.remove_prefix(subject_prefix.size());
        if (!is_subject(rest)) return wrong(text);
        reference.subject = rest;
        return reference;
    }
    if (!is_name(rest)) return wrong(text);
    reference.name = rest;
    return reference;
}

std::string reference_of(const store::AccountRecord& record) {
    return record.name.empty() ? record.client : record.client + "/" + record.name;
}

}  // namespace roadcase::accounts
