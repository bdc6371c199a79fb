#include "dashboard/strays.h"

#include "core/encoding.h"
#include "http/url.h"
#include "oauth/authorization.h"

namespace roadcase::dashboard {
namespace {

constexpr std::size_t most = 8;
constexpr seconds kept_for = std::chrono::minutes(10);
constexpr std::size_t id_bytes = 16;

/// Whoever leads a browser to us chooses the path, and a terminal gets it.
bool is_plain(std::string_view landing) {
    return landing.find_first_not_of(std::string(base62_alphabet) + ":/.-_[]") == std::string_view::npos;
}

/// Written anew from what was understood: nothing else of the query gets into a terminal.
Secret address_of(const std::string& landing, std::string_view query) {
    const auto response = oauth::parse_authorization_response(query);
    if (!response || !is_plain(landing)) return {};
    http::Params params;
    if (response->code.empty())
        params.add("error", response->error);
    else
        params.add("code", response->code.reveal());
    params.add("state", response->state);
    if (!response->iss.empty()) params.add("iss", response->iss);
    return Secret(http::with_query(landing, params));
}

}  // namespace

Result<std::string> Strays::keep(Error error, const std::string& landing, std::string_view query) {
    auto id = random_.token(id_bytes);
    if (!id) return id;
    const auto now = clock_.now();
    Kept kept{*id, {std::move(error), address_of(landing, query)}, now + kept_for};
    kept_.with([&](std::deque<Kept>& all) {
        std::erase_if(all, [&](const Kept& each) { return each.until <= now; });
        if (all.size() == most) all.pop_front();
        all.push_back(std::move(kept));
    });
    return id;
}

std::optional<Stray> Strays::find(std::string_view id) const {
    const auto now = clock_.now();
    return kept_.with([&](const std::deque<Kept>& all) -> std::optional<Stray> {
        for (const auto& each : all)
            if (each.id == id && now < each.until) return each.stray;
        return std::nullopt;
    });
}

}  // namespace roadcase::dashboard
