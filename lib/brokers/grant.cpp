#include "brokers/grant.h"

#include <algorithm>

#include "core/encoding.h"

namespace roadcase::brokers {
namespace {

constexpr std::size_t longest_grant = 255;

struct Parts {
    std::string_view broker;
    std::string_view place;
    std::string_view role;
};

Parts parts_of(std::string_view grant) {
    const auto first = grant.find('/');
    const auto last = grant.rfind('/');
    return {grant.substr(0, first), grant.substr(first + 1, last - first - 1), grant.substr(last + 1)};
}

bool is_name_letter(char c) {
    return c == '-' || c == '_' || base62_alphabet.find(c) != std::string_view::npos;
}

bool is_all(std::string_view text, bool (*fits)(char)) {
    return std::all_of(text.begin(), text.end(), fits);
}

bool is_printable(std::string_view text) {
    return is_all(text, [](char c) { return c > 0x20 && c < 0x7f && c != '"' && c != '\\'; });
}

}  // namespace

bool is_broker_name(std::string_view text) {
    return !text.empty() && text.size() <= 64 && is_all(text, is_name_letter);
}

bool is_grant(std::string_view text) {
    if (text == "*") return true;
    const auto first = text.find('/');
    const auto last = text.rfind('/');
    return first != std::string_view::npos && last > first + 1 && last + 1 < text.size() &&
           text.size() <= longest_grant && is_broker_name(text.substr(0, first)) && is_printable(text);
}

// Backs up to the last star only: a later one can take whatever an earlier one could.
bool matches(std::string_view glob, std::string_view text) {
    std::size_t at_glob = 0;
    std::size_t at_text = 0;
    std::size_t star = std::string_view::npos;
    std::size_t taken = 0;
    while (at_text < text.size()) {
        if (at_glob < glob.size() && glob[at_glob] == '*') {
            star = at_glob++;
            taken = at_text;
        } else if (at_glob < glob.size() && glob[at_glob] == text[at_text]) {
            ++at_glob;
            ++at_text;
        } else if (star != std::string_view::npos) {
            at_glob = star + 1;
            at_text = ++taken;
        } else {
            return false;
        }
    }
    return glob.find_first_not_of('*', at_glob) == std::string_view::npos;
}

bool any_matches(const std::vector<std::string>& globs, std::string_view text) {
    return std::any_of(globs.begin(), globs.end(), [&](const auto& glob) { return matches(glob, text); });
}

bool allows(std::string_view grant, const Subject& subject) {
    if (!is_grant(grant)) return false;
    if (grant == "*") return true;
    const auto parts = parts_of(grant);
    return parts.broker == subject.broker && matches(parts.place, subject.place) &&
           matches(parts.role, subject.role);
}

bool any_allows(const std::vector<std::string>& grants, const Subject& subject) {
    return std::any_of(grants.begin(), grants.end(),
                       [&](const auto& grant) { return allows(grant, subject); });
}

bool names_broker(const std::vector<std::string>& grants, std::string_view broker) {
    return std::any_of(grants.begin(), grants.end(), [&](const auto& grant) {
        return is_grant(grant) && (grant == "*" || parts_of(grant).broker == broker);
    });
}

}  // namespace roadcase::brokers
