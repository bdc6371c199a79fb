#include "dashboard/assets.h"

#include <kainjow/mustache.hpp>

#include "core/encoding.h"
#include "web/assets.h"

namespace roadcase::dashboard {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;
using kainjow::mustache::object;
using server::PathValues;
using server::Request;
using server::Response;

/// Under its present version an address never changes what it means; under any other it is asked for again.
Response script(const PathValues& values) {
    const auto& name = values.find("name")->second;
    const auto bytes = name.ends_with(".js") ? web::asset("scripts/" + name) : std::nullopt;
    if (!bytes) return server::text(404, "There is no such file.\n");
    const bool current = values.find("version")->second == asset_version();
    return {200,
            {{"Content-Type", "text/javascript; charset=utf-8"},
             {"Cache-Control", current ? "max-age=31536000, immutable" : "no-cache"}},
            std::string{*bytes}};
}

}  // namespace

const std::string& asset_version() {
    static const std::string version = [] {
        std::string all;
        for (const auto name : web::asset_names())
            if (name.starts_with("scripts/")) all += *web::asset(name);
        return hex_encode(sha256(all)).substr(0, 12);
    }();
    return version;
}

std::string favicon(Tone worst) {
    static constexpr std::pair<Tone, const char*> latches[] = {{Tone::ok, "#4ADE80"},
                                                               {Tone::info, "#4ADE80"},
                                                               {Tone::muted, "#B9C0CB"},
                                                               {Tone::warn, "#FBBF24"},
                                                               {Tone::err, "#F2554A"}};
    object view{{"alarm", data{worst == Tone::err}}};
    for (const auto& [tone, colour] : latches)
        if (tone == worst) view["latch"] = std::string{colour};
    mustache svg{std::string{web::asset("favicon.svg").value_or("")}};
    return svg.render(data{view});
}

void add_asset_routes(server::Router& router, std::function<Tone()> worst) {
    const server::RouteTraits anyone{};
    router.on("GET", "/assets/{version}/{name}", anyone,
              [](const Request&, const PathValues& values) { return script(values); });
    // It tells how the accounts are.
    const server::RouteTraits own{server::RouteTraits::Caller::dashboard, false};
    for (const auto* path : {"/favicon.svg", "/favicon.ico"})
        router.on("GET", path, own, [worst](const Request&, const PathValues&) {
            return Response{200, {{"Content-Type", "image/svg+xml"}}, favicon(worst())};
        });
}

}  // namespace roadcase::dashboard
