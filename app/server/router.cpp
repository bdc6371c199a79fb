#include "server/router.h"

#include <algorithm>
#include <utility>

#include "core/text.h"

namespace roadcase::server {
namespace {

constexpr std::size_t longest_multi = 3;

/// "/a/b" gives "a", "b"; "/" gives one empty segment. Empty segments stay: "/a/" is another path than "/a".
std::vector<std::string_view> segments_of(std::string_view path) {
    std::vector<std::string_view> parts;
    if (!path.starts_with('/')) return parts;
    path.remove_prefix(1);
    for (;;) {
        const auto slash = path.find('/');
        parts.push_back(path.substr(0, slash));
        if (slash == std::string_view::npos) return parts;
        path.remove_prefix(slash + 1);
    }
}

enum class Segment { literal, value, multi };

Segment kind_of(std::string_view pattern) {
    if (!pattern.starts_with('{')) return Segment::literal;
    return pattern.ends_with("*}") ? Segment::multi : Segment::value;
}

/// One way a pattern fits a path: how each path segment was matched ('a' literal, 'b' value, 'c' multi; the
/// smaller text is the closer fit) and how many segments the multi value took.
struct Fit {
    std::string rank;
    std::size_t multi = 0;
};

using Pattern = std::vector<std::string>;
using Path = std::vector<std::string_view>;

/// A pattern has at most one multi value, so its length follows from the lengths of path and pattern.
std::optional<Fit> fit(const Pattern& pattern, const Path& path) {
    Fit result;
    std::size_t at = 0;
    for (const auto& segment : pattern) {
        const Segment kind = kind_of(segment);
        const std::size_t others = pattern.size() - 1;
        if (kind == Segment::multi && path.size() <= others) return std::nullopt;
        const std::size_t take = kind == Segment::multi ? path.size() - others : 1;
        if (take > longest_multi || at + take > path.size()) return std::nullopt;
        for (std::size_t i = 0; i < take; ++i, ++at) {
            if (kind == Segment::literal ? path[at] != segment : path[at].empty()) return std::nullopt;
            result.rank += kind == Segment::literal ? 'a' : kind == Segment::value ? 'b' : 'c';
        }
        if (kind == Segment::multi) result.multi = take;
    }
    if (at != path.size()) return std::nullopt;
    return result;
}

std::string name_of(std::string_view pattern) {
    pattern.remove_prefix(1);
    pattern.remove_suffix(pattern.ends_with("*}") ? 2 : 1);
    return std::string(pattern);
}

PathValues values_of(const Pattern& pattern, const Path& path, std::size_t multi) {
    PathValues values;
    std::size_t at = 0;
    for (const auto& segment : pattern) {
        const Segment kind = kind_of(segment);
        const std::size_t take = kind == Segment::multi ? multi : 1;
        if (kind != Segment::literal) {
            std::string& value = values[name_of(segment)];
            for (std::size_t i = 0; i < take; ++i) value.append(i ? "/" : "").append(path[at + i]);
        }
        at += take;
    }
    return values;
}

void allow(std::string& list, std::string_view method) {
    list.append(list.empty() ? "" : ", ").append(method);
    if (method == "GET") list += ", HEAD";
}

}  // namespace

void Router::on(std::string method, std::string pattern, RouteTraits traits, RouteHandler handler) {
    const auto parts = segments_of(pattern);
    routes_.push_back({std::move(method), {parts.begin(), parts.end()}, traits, std::move(handler)});
}

std::vector<std::string> Router::names() const {
    std::vector<std::string> names;
    for (const Route& route : routes_) names.push_back(route.method + " /" + join(route.segments, "/"));
    return names;
}

Router::Match Router::match(std::string_view method, std::string_view path) const {
    if (method == "HEAD") method = "GET";
    const Path parts = segments_of(path);
    Match best;
    std::string best_rank;
    for (const Route& route : routes_) {
        const auto found = fit(route.segments, parts);
        if (!found || (best.traits && found->rank > best_rank)) continue;
        if (!best.traits || found->rank < best_rank) {
            best = {&route.traits, nullptr, {}, {}};
            best_rank = found->rank;
        }
        allow(best.allow, route.method);
        if (route.method != method) continue;
        best.traits = &route.traits;
        best.handler = &route.handler;
        best.values = values_of(route.segments, parts, found->multi);
    }
    if (best.handler) best.allow.clear();
    return best;
}

}  // namespace roadcase::server
