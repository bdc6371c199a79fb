#include <algorithm>

#include "core/encoding.h"
#include "http/url.h"

namespace roadcase::http {
namespace {

constexpr std::size_t max_params = 64;

auto named(std::string_view name) {
    return [name](const auto& pair) { return pair.first == name; };
}

}  // namespace

std::optional<std::string> Params::get(std::string_view name) const {
    const auto pair = std::find_if(begin(), end(), named(name));
    if (pair == end()) return std::nullopt;
    return pair->second;
}

std::size_t Params::count(std::string_view name) const {
    return static_cast<std::size_t>(std::count_if(begin(), end(), named(name)));
}

std::optional<std::string> Params::repeated() const {
    for (auto pair = begin(); pair != end(); ++pair)
        if (std::find_if(pair + 1, end(), named(pair->first)) != end()) return pair->first;
    return std::nullopt;
}

std::string Params::encode() const {
    std::string out;
    for (const auto& [name, value] : pairs_) {
        if (!out.empty()) out += '&';
        out += percent_encode(name);
        out += '=';
        out += percent_encode(value);
    }
    return out;
}

std::optional<Params> parse_params(std::string_view raw) {
    Params params;
    while (!raw.empty()) {
        const auto piece = raw.substr(0, raw.find('&'));
        raw.remove_prefix(std::min(piece.size() + 1, raw.size()));
        if (piece.empty()) continue;
        if (params.size() == max_params) return std::nullopt;
        const auto equals = std::min(piece.find('='), piece.size());
        auto name = percent_decode(piece.substr(0, equals), true);
        auto value = percent_decode(piece.substr(std::min(equals + 1, piece.size())), true);
        if (!name || !value) return std::nullopt;
        params.add(std::move(*name), std::move(*value));
    }
    return params;
}

std::string with_query(std::string_view url, const Params& params) {
    std::string out(url);
    if (params.empty()) return out;
    if (url.find('?') == std::string_view::npos)
        out += '?';
    else if (!url.ends_with('?') && !url.ends_with('&'))
        out += '&';
    return out + params.encode();
}

}  // namespace roadcase::http
