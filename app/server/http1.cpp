#include "server/http1.h"

#include <algorithm>
#include <array>

#include "core/text.h"
#include "server/http1_grammar.h"

namespace roadcase::server {
namespace {

constexpr std::size_t npos = std::string_view::npos;
// OPTIONS is for the pages that may ask a broker; everywhere else a route says 405.
constexpr std::array<std::string_view, 6> served_methods{"GET", "HEAD", "POST", "PATCH", "DELETE", "OPTIONS"};
constexpr std::array<std::string_view, 3> unserved_methods{"PUT", "TRACE", "CONNECT"};

/// Fields whose presence alone refuses a request: each would make its framing or its meaning depend on more
/// than what stands there.
struct RefusedField {
    std::string_view name;
    int status;
};
constexpr std::array<RefusedField, 3> refused_fields{
    {{"Transfer-Encoding", 400}, {"Content-Encoding", 415}, {"Expect", 417}}};

template <class List>
bool contains(const List& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

bool wants_close(const http::Headers& headers) {
    for (const auto& [name, value] : headers) {
        if (!iequals(name, "Connection")) continue;
        for (const auto& option : split(value, ','))
            if (iequals(trim_blanks(option), "close")) return true;
    }
    return false;
}

/// Reads one request from the left. Every step answers 0 or the status that refuses; `incomplete_` says that
/// the bytes end before the step does.
class Framer {
  public:
    Framer(std::string_view bytes, const FrontLimits& limits) : bytes_(bytes), limits_(limits) {}

    Framing frame() {
        const int status = head();
        if (status != 0) return refused(status);
        if (incomplete_) return {};
        framing_.state = Framing::State::complete;
        framing_.request.body = std::string(bytes_.substr(at_, body_size_));
        framing_.consumed = at_ + body_size_;
        return std::move(framing_);
    }

  private:
    Framing refused(int status) {
        framing_.state = Framing::State::refused;
        framing_.status = status;
        framing_.keep_alive = false;
        return std::move(framing_);
    }

    int head() {
        // A client that speaks TLS, or anything but HTTP, hears so at its first byte.
        if (!bytes_.empty() && (bytes_.front() < 'A' || bytes_.front() > 'Z')) return 400;
        std::string_view line;
        if (const int status = next_line(line, 414); status != 0 || incomplete_) return status;
        if (const int status = request_line(line); status != 0) return status;
        for (;;) {
            if (const int status = next_line(line, 431); status != 0 || incomplete_) return status;
            if (line.empty()) return end_of_head();
            if (const int status = field(line); status != 0) return status;
        }
    }

    /// The next line without its CRLF. Limits are those of the bytes seen so far, so that an endless line is
    /// refused where it passes them.
    int next_line(std::string_view& line, int too_long) {
        const auto feed = bytes_.find('\n', at_);
        const std::size_t end = std::min(feed, bytes_.size());
        // A line counts with its CR, a head with all its bytes.
        const std::size_t line_end = at_ + limits_.max_line + 1;
        if (end >= std::min(line_end, limits_.max_head)) return line_end < limits_.max_head ? too_long : 431;
        incomplete_ = feed == npos;
        if (incomplete_) return 0;
        if (end == at_ || bytes_[end - 1] != '\r') return 400;
        line = bytes_.substr(at_, end - 1 - at_);
        at_ = end + 1;
        return 0;
    }

    int request_line(std::string_view line) {
        const auto first = line.find(' ');
        const auto second = first == npos ? npos : line.find(' ', first + 1);
        if (second == npos) return 400;
        const auto word = line.substr(0, first);
        if (contains(unserved_methods, word)) return 405;
        if (!contains(served_methods, word)) return is_token(word) ? 501 : 400;
        framing_.request.method = word;
        if (const int status = target(line.substr(first + 1, second - first - 1)); status != 0) return status;
        return version(line.substr(second + 1));
    }

    int target(std::string_view text) {
        if (!text.starts_with('/') || !is_visible_ascii(text) || text.find('#') != npos) return 400;
        const auto mark = text.find('?');
        auto path = decode_path(text.substr(0, mark));
        if (!path) return 400;
        framing_.request.path = std::move(*path);
        if (mark == npos) return 0;
        auto query = http::parse_params(text.substr(mark + 1));
        if (!query) return 400;
        framing_.request.raw_query = text.substr(mark + 1);
        framing_.request.query = std::move(*query);
        return 0;
    }

    int version(std::string_view text) {
        if (text == "HTTP/1.1") return 0;
        framing_.keep_alive = false;
        if (text == "HTTP/1.0") return 0;
        const bool other = text.size() == 8 && text.starts_with("HTTP/") && is_digit(text[5]) &&
                           text[6] == '.' && is_digit(text[7]);
        return other ? 505 : 400;
    }

    int field(std::string_view line) {
        const auto colon = line.find(':');
        if (colon == npos || !is_token(line.substr(0, colon))) return 400;
        const auto value = trim_blanks(line.substr(colon + 1));
        if (!is_field_value(value)) return 400;
        if (framing_.request.headers.size() >= limits_.max_headers) return 431;
        framing_.request.headers.add(std::string(line.substr(0, colon)), std::string(value));
        return 0;
    }

    int end_of_head() {
        const http::Headers& headers = framing_.request.headers;
        if (headers.count("Host") != 1) return 400;
        for (const auto& [name, status] : refused_fields)
            if (headers.count(name) > 0) return status;
        // "h2c" is an offer that some clients make with every request and that a server may pass over (RFC
        // 9110 §7.8); anything else asks for a protocol we must not be taken to speak.
        for (const auto& [name, value] : headers)
            if (iequals(name, "Upgrade") && value != "h2c") return 400;
        framing_.keep_alive = framing_.keep_alive && !wants_close(headers);
        return body_size();
    }

    int body_size() {
        const Request& request = framing_.request;
        const auto count = request.headers.count("Content-Length");
        if (count == 0) return request.method == "POST" ? 411 : 0;
        const auto size = decimal(*request.headers.find("Content-Length"));
        if (count > 1 || !size) return 400;
        if (*size > 0 && (request.method == "GET" || request.method == "HEAD")) return 400;
        if (*size > limits_.max_body) return 413;
        body_size_ = *size;
        incomplete_ = bytes_.size() - at_ < body_size_;
        return 0;
    }

    std::string_view bytes_;
    const FrontLimits& limits_;
    Framing framing_;
    std::size_t at_ = 0;
    std::size_t body_size_ = 0;
    bool incomplete_ = false;
};

}  // namespace

Framing frame_request(std::string_view bytes, const FrontLimits& limits) {
    return Framer(bytes, limits).frame();
}

}  // namespace roadcase::server
