#include "providers/credential_form.h"

#include <algorithm>
#include <charconv>
#include <vector>

#include "core/text.h"

namespace roadcase::providers {
namespace {

constexpr std::size_t longest_allowed = 512;

bool is_between(char c, char first, char last) {
    return c >= first && c <= last;
}

bool is_known(char c) {
    return is_between(c, 'a', 'z') || is_between(c, 'A', 'Z') || is_between(c, '0', '9') ||
           std::string_view("._~-").find(c) != std::string_view::npos;
}

std::optional<std::size_t> number(std::string_view text) {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool good = error == std::errc{} && end == text.data() + text.size();
    return good && value > 0 && value <= longest_allowed ? std::optional(value) : std::nullopt;
}

bool is_range(std::string_view alphabet, std::size_t at) {
    return at + 2 < alphabet.size() && alphabet[at + 1] == '-';
}

/// Takes a range away from `rest` when it is in there whole.
bool take(std::string& rest, std::string_view range) {
    const auto at = rest.find(range);
    if (at == std::string::npos) return false;
    rest.erase(at, range.size());
    return true;
}

std::string and_list(const std::vector<std::string>& words) {
    if (words.size() < 2) return join(words, "");
    return join({words.begin(), words.end() - 1}, ", ") + " and " + words.back();
}

}  // namespace

bool CredentialForm::allows(char c) const {
    for (std::size_t at = 0; at < alphabet.size(); ++at) {
        if (!is_range(alphabet, at)) {
            if (c == alphabet[at]) return true;
            continue;
        }
        if (is_between(c, alphabet[at], alphabet[at + 2])) return true;
        at += 2;
    }
    return false;
}

std::optional<CredentialForm> parse_credential_form(std::string_view text) {
    const auto blank = text.find(' ');
    if (blank == std::string_view::npos) return std::nullopt;
    const auto lengths = text.substr(0, blank);
    const auto set = text.substr(blank + 1);
    const auto dash = lengths.find('-');
    const auto shortest = number(lengths.substr(0, dash));
    const auto longest = dash == std::string_view::npos ? shortest : number(lengths.substr(dash + 1));
    if (!shortest || !longest || *longest < *shortest) return std::nullopt;
    if (set.size() < 3 || set.front() != '[' || set.back() != ']') return std::nullopt;
    CredentialForm form{*shortest, *longest, std::string(set.substr(1, set.size() - 2))};
    if (!std::all_of(form.alphabet.begin(), form.alphabet.end(), is_known)) return std::nullopt;
    for (std::size_t at = 0; at < form.alphabet.size(); ++at)
        if (is_range(form.alphabet, at) && form.alphabet[at] > form.alphabet[at + 2]) return std::nullopt;
    return form;
}

std::string alphabet_in_words(const CredentialForm& form) {
    auto rest = form.alphabet;
    std::vector<std::string> words;
    const bool small = take(rest, "a-z");
    const bool capital = take(rest, "A-Z");
    if (small && capital) words.emplace_back("letters");
    if (small != capital) words.emplace_back(small ? "small letters" : "capital letters");
    if (take(rest, "0-9")) words.emplace_back("digits");
    for (std::size_t at = 0; at < rest.size(); ++at) {
        if (!is_range(rest, at)) {
            words.emplace_back(1, rest[at]);
            continue;
        }
        words.push_back(std::string(1, rest[at]) + " to " + rest[at + 2]);
        at += 2;
    }
    return and_list(words);
}

std::string credential_form_in_words(std::string_view text) {
    const auto form = parse_credential_form(text);
    if (!form) return {};
    auto length = std::to_string(form->shortest);
    if (form->longest != form->shortest) length += " to " + std::to_string(form->longest);
    return length + " " + alphabet_in_words(*form);
}

std::string credential_problem(std::string_view form, std::string_view text) {
    if (text.empty()) return "It is empty.";
    if (text.find_first_of(" \t\r\n") != std::string_view::npos)
        return "There is a space in it, probably copied along.";
    if (!is_vschar(text)) return "There is a character in it that no id or secret has.";
    const auto known = parse_credential_form(form);
    if (!known) return text.size() > longest_allowed ? "It is longer than any id or secret." : "";
    const auto right = credential_form_in_words(form);
    if (text.size() < known->shortest || text.size() > known->longest)
        return "It has " + std::to_string(text.size()) + (text.size() == 1 ? " character" : " characters") +
               "; right are " + right + ".";
    if (!std::all_of(text.begin(), text.end(), [&](char c) { return known->allows(c); }))
        return "There is a character in it that does not belong; right are " + right + ".";
    return {};
}

}  // namespace roadcase::providers
