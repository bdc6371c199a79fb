#include "server/paging.h"

#include <charconv>

#include "core/encoding.h"
#include "core/text.h"

namespace roadcase::server {
namespace {

constexpr std::size_t longest_cursor = 1024;

}  // namespace

Result<std::optional<std::size_t>> limit_of(const http::Params& query, std::size_t most) {
    const auto text = query.get("limit");
    if (!text) return std::optional<std::size_t>();
    std::size_t limit = 0;
    const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), limit);
    if (error != std::errc{} || end != text->data() + text->size() || limit < 1 || limit > most)
        return fail(ErrorKind::invalid_request, "",
                    "limit must be a whole number from 1 to " + std::to_string(most) + ".",
                    "It says how many entries one answer holds.", "Ask for the rest with next_cursor.");
    return std::optional(limit);
}

Error wrong_cursor() {
    return make_error(ErrorKind::invalid_request, "", "This cursor is none of this list.",
                      "A cursor is the next_cursor of the page before, unchanged.",
                      "Leave it out to begin at the first page.");
}

Result<std::string> place_of(const http::Params& query) {
    const auto cursor = query.get("cursor");
    if (!cursor) return std::string();
    auto place = cursor->size() > longest_cursor ? std::nullopt : base64url_decode(*cursor);
    if (!place || place->empty() || !is_vschar(*place)) return fail(wrong_cursor());
    return std::move(*place);
}

std::string cursor_for(std::string_view place) {
    return base64url_encode(place);
}

}  // namespace roadcase::server
