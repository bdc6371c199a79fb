#include "server/token_request.h"

#include <algorithm>
#include <charconv>

#include "core/encoding.h"
#include "core/text.h"
#include "handout/formats.h"
#include "server/conditions.h"

namespace roadcase::server {
namespace {

constexpr seconds longest_min_ttl{366 * 24 * 3600};
constexpr seconds always_answered{60};

Error wrong(std::string title, std::string why, std::string next) {
    return make_error(ErrorKind::invalid_request, "", std::move(title), std::move(why), std::move(next));
}

std::optional<seconds> seconds_of(std::string_view text, seconds longest) {
    std::int64_t value = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > longest.count())
        return std::nullopt;
    return seconds{value};
}

/// A scope may be repeated or hold several, separated by blanks.
Result<accounts::TokenWish> wish_of(const Request& request) {
    accounts::TokenWish wish;
    if (const auto text = request.query.get("min_ttl")) {
        const auto value = seconds_of(*text, longest_min_ttl);
        if (!value)
            return fail(wrong("min_ttl must be a whole number of seconds.",
                              "It says how long the token must still be valid.",
                              "Leave it out for 60 seconds."));
        wish.min_ttl = *value;
    }
    for (const auto& [name, value] : request.query) {
        if (name != "scope") continue;
        for (auto& scope : split(value, ' ')) wish.scopes.push_back(std::move(scope));
    }
    return wish;
}

Result<std::string> format_of(const Request& request) {
    const auto named = request.query.get("format");
    if (!named)
        return std::string(chosen_type(request, {"application/json", "text/plain"}) == "text/plain" ? "plain"
                                                                                                    : "json");
    const auto formats = handout::token_formats();
    if (std::find(formats.begin(), formats.end(), *named) != formats.end()) return std::string(*named);
    return fail(wrong("There is no such format of a token.", "",
                      "Formats: " + join({formats.begin(), formats.end()}, ", ")));
}

Result<seconds> wait_of(const Request& request) {
    const auto text = request.query.get("wait");
    if (!text) return seconds{0};
    const auto value = seconds_of(*text, longest_wait);
    if (value) return *value;
    const auto most = std::to_string(longest_wait.count());
    return fail(wrong("wait must be a whole number of seconds, at most " + most + ".",
                      "It says how long the request waits when a person must sign in.",
                      "Ask again after " + most + " seconds to wait longer."));
}

}  // namespace

Result<TokenRequest> read_token_request(const Request& request) {
    auto wish = wish_of(request);
    if (!wish) return fail(wish.error());
    auto format = format_of(request);
    if (!format) return fail(format.error());
    const auto wait = wait_of(request);
    if (!wait) return fail(wait.error());
    return TokenRequest{std::move(*wish), std::move(*format), *wait, preferred_wait(request, longest_wait)};
}

std::optional<Error> too_long_for(const store::AccountRecord& record, const accounts::TokenWish& wish) {
    if (!record.tokens || !record.tokens->expires_at) return std::nullopt;
    const seconds lifetime = *record.tokens->expires_at - record.tokens->received_at;
    if (wish.min_ttl <= std::max(lifetime, always_answered)) return std::nullopt;
    auto error = make_error(ErrorKind::min_ttl_too_long, "",
                            "No token of " + accounts::reference_of(record) + " is valid for that long.",
                            "Its provider gave the last one for " + in_words(lifetime) + ".",
                            "Ask for less, and ask again when you need one: every answer works.");
    error.account = accounts::reference_of(record);
    error.max = lifetime;
    return error;
}

std::string entity_tag(const accounts::Token& token, std::string_view format) {
    const auto end = token.expires_at ? std::to_string(to_unix(*token.expires_at)) : std::string("-");
    const auto text =
        token.account_id + " " + std::to_string(token.generation) + " " + end + " " + std::string(format);
    return "\"t-" + hex_encode(sha256(text)).substr(0, 16) + "\"";
}

}  // namespace roadcase::server
