#include "http/answer_head.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"

namespace roadcase::http {
namespace {

constexpr std::size_t max_length_digits = 15;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// The next line without its CRLF.
std::string_view take_line(std::string_view& text) {
    const auto end = std::min(text.find("\r\n"), text.size());
    const auto line = text.substr(0, end);
    text.remove_prefix(std::min(end + 2, text.size()));
    return line;
}

/// HTTP-version SP 3DIGIT [SP reason-phrase]
std::optional<int> parse_status_line(std::string_view line) {
    constexpr std::size_t status_at = 9;
    if (line.size() > max_status_line || !is_field_value(line)) return std::nullopt;
    if (!line.starts_with("HTTP/1.1 ") && !line.starts_with("HTTP/1.0 ")) return std::nullopt;
    const auto digits = line.substr(status_at, 3);
    const auto rest = line.substr(status_at + digits.size());
    if (digits.size() != 3 || !std::all_of(digits.begin(), digits.end(), is_digit)) return std::nullopt;
    if (!rest.empty() && rest.front() != ' ') return std::nullopt;
    int status = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), status);
    return status >= 100 && status != 101 ? std::optional(status) : std::nullopt;
}

bool add_field(std::string_view line, Headers& headers) {
    const auto colon = std::min(line.find(':'), line.size());
    const auto name = line.substr(0, colon);
    if (colon == line.size() || !is_token(name) || !is_field_value(line.substr(colon + 1))) return false;
    headers.add(std::string(name), std::string(trim(line.substr(colon + 1))));
    return true;
}

/// What the fields of that name say: "" when there is none, nothing when they disagree.
std::optional<std::string_view> agreed_value(const Headers& headers, std::string_view name) {
    const auto first = headers.find(name).value_or("");
    for (const auto& [other, value] : headers)
        if (iequals(other, name) && value != first) return std::nullopt;
    return first;
}

bool is_plain(const Headers& headers) {
    const auto encoding = agreed_value(headers, "Content-Encoding");
    return encoding && (encoding->empty() || iequals(*encoding, "identity"));
}

bool set_chunked(AnswerHead& head) {
    const auto count = head.headers.count("Transfer-Encoding");
    head.chunked = count == 1 && iequals(*head.headers.find("Transfer-Encoding"), "chunked");
    return count == 0 || head.chunked;
}

bool set_length(AnswerHead& head) {
    if (head.headers.count("Content-Length") == 0) return true;
    const auto digits = agreed_value(head.headers, "Content-Length").value_or("");
    if (head.chunked || digits.empty() || digits.size() > max_length_digits) return false;
    if (!std::all_of(digits.begin(), digits.end(), is_digit)) return false;
    std::size_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    head.content_length = value;
    return true;
}

}  // namespace

bool is_token(std::string_view text) {
    constexpr std::string_view tchar =
        "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    return !text.empty() && text.find_first_not_of(tchar) == std::string_view::npos;
}

bool is_field_value(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
    });
}

tl::expected<AnswerHead, std::string> parse_answer_head(std::string_view text) {
    const auto refused = [](const char* why) { return tl::make_unexpected(std::string(why)); };
    if (!text.ends_with("\r\n\r\n")) return refused("Its head has no end.");
    text.remove_suffix(2);
    const auto status = parse_status_line(take_line(text));
    if (!status) return refused("It is not HTTP.");
    AnswerHead head;
    head.status = *status;
    while (!text.empty())
        if (!add_field(take_line(text), head.headers)) return refused("Its head is malformed.");
    if (!is_plain(head.headers)) return refused("It is compressed, though that was not asked for.");
    if (!set_chunked(head) || !set_length(head)) return refused("How long it is cannot be told.");
    return head;
}

}  // namespace roadcase::http
