#include "accounts/person_words.h"

#include "core/text.h"

namespace roadcase::accounts {
namespace {

constexpr std::size_t longest_name = 80;
constexpr std::string_view covered = "•••";

/// The first letter, whole also when it takes several bytes.
std::string first_letter(std::string_view text) {
    std::size_t end = text.empty() ? 0 : 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) ++end;
    return std::string(text.substr(0, end));
}

std::string masked(std::string_view user, std::string_view domain) {
    const auto dot = domain.rfind('.');
    const auto ending = dot == std::string_view::npos ? std::string_view() : domain.substr(dot);
    return first_letter(user)
        .append(covered)
        .append("@")
        .append(first_letter(domain))
        .append(covered)
        .append(ending);
}

}  // namespace

std::string person_words(std::string_view name) {
    const auto text = printable(name, longest_name);
    const auto at = text.find('@', 1);
    const bool is_address =
        at != std::string::npos && at + 1 < text.size() && text.find(' ') == std::string::npos;
    return is_address ? masked(std::string_view(text).substr(0, at), std::string_view(text).substr(at + 1))
                      : text;
}

}  // namespace roadcase::accounts
