#include "server/guards.h"

#include <algorithm>

namespace roadcase::server {
namespace {

using Caller = RouteTraits::Caller;

Error foreign_host() {
    return make_error(ErrorKind::denied, "E504", "Requests must come to localhost.",
                      "The address in this request is not one of this server's.",
                      "Behind a reverse proxy, set server.public_url in config.toml.");
}

Error foreign_page() {
    return make_error(ErrorKind::denied, "E506", "A web page of another site made this request.",
                      "Only Roadcase's own pages and programs with a key may ask.",
                      "A page of yours may ask a broker: list its origin in api.allow_origins.");
}

Error other_user() {
    return make_error(ErrorKind::denied, "E505", "This Roadcase belongs to another user of this computer.",
                      "The connection was made by a program of another user.",
                      "Start your own with: roadcase open");
}

/// The value of a field that stands exactly once.
std::optional<std::string_view> once(const Request& request, std::string_view name) {
    if (request.headers.count(name) != 1) return std::nullopt;
    return request.headers.find(name);
}

bool is_any_of(std::string_view text, const std::vector<std::string>& list) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

enum class Site { unsaid, ours, user, foreign };

/// Who started the request, as the browser says (Fetch Metadata); a word we do not know is foreign.
Site site_of(const Request& request) {
    if (request.headers.count("Sec-Fetch-Site") == 0) return Site::unsaid;
    const auto value = once(request, "Sec-Fetch-Site");
    if (value == "same-origin") return Site::ours;
    if (value == "none") return Site::user;
    return Site::foreign;
}

bool is_navigation(const Request& request) {
    return request.method == "GET" && once(request, "Sec-Fetch-Mode") == "navigate" &&
           once(request, "Sec-Fetch-Dest") == "document";
}

bool origin_is_ours(const Request& request, const Authorities& names) {
    const auto origin = once(request, "Origin");
    if (!origin) return false;
    return is_any_of(*origin, names.origins) || (origin == "null" && site_of(request) == Site::ours);
}

std::optional<Error> check_host(const Request& request, Caller caller, const Authorities& names) {
    const auto host = once(request, "Host");
    if (!host) return foreign_host();
    if (caller == Caller::practice && host == names.practice) return std::nullopt;
    if (!is_any_of(*host, names.product)) return foreign_host();
    if (caller == Caller::practice)
        return make_error(ErrorKind::not_found, "", "There is nothing at this address.");
    return std::nullopt;
}

std::optional<Error> check_browser(const Request& request, const RouteTraits& traits,
                                   const Authorities& names) {
    if (traits.caller == Caller::broker) return std::nullopt;
    const bool has_origin = request.headers.count("Origin") > 0;
    const bool own_origin = origin_is_ours(request, names);
    if (has_origin && !own_origin) return foreign_page();

    const Site site = site_of(request);
    if (site == Site::foreign && !(traits.cross_site_navigation && is_navigation(request)))
        return foreign_page();

    // A browser always says where such a request comes from; one that does not say has no business here.
    const bool changes = request.method != "GET" && request.method != "HEAD";
    if (changes && traits.caller == Caller::dashboard && !own_origin && site != Site::ours)
        return foreign_page();
    return std::nullopt;
}

std::optional<Error> check_user(const Request& request, Caller caller) {
    const bool asks = request.peer.kind == Peer::Kind::unix_socket || caller == Caller::dashboard;
    if (asks && !request.peer.same_user()) return other_user();
    return std::nullopt;
}

std::optional<Error> judge(const Request& request, const RouteTraits& traits, const Authorities& names) {
    if (request.peer.kind == Peer::Kind::in_process) return std::nullopt;
    if (request.peer.kind == Peer::Kind::tcp) {
        if (auto error = check_host(request, traits.caller, names)) return error;
        if (auto error = check_browser(request, traits, names)) return error;
    }
    return check_user(request, traits.caller);
}

}  // namespace

std::optional<Response> refuse(const Request& request, const RouteTraits& traits, const Authorities& names,
                               const ErrorPage& page) {
    if (const auto error = judge(request, traits, names)) return refusal(request, *error, page);
    return std::nullopt;
}

}  // namespace roadcase::server
