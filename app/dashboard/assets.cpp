#include "dashboard/assets.h"

#include <kainjow/mustache.hpp>

#include "core/encoding.h"
#include "server/conditions.h"
#include "web/assets.h"

namespace roadcase::dashboard {
namespace {

using kainjow::mustache::data;
using kainjow::mustache::mustache;
using kainjow::mustache::object;
using server::PathValues;
using server::Request;
using server::Response;

/// web/styles, in the order in which a later rule wins.
constexpr std::string_view sheets[] = {"base", "frame",    "parts", "controls", "accounts",
                                       "dock", "activity", "help",  "connect",  "scripts"};

std::string text_of(const std::string& name) {
    return std::string{web::asset(name).value_or("")};
}

std::string sheet(std::string_view name) {
    return text_of("styles/" + std::string(name) + ".css");
}

/// Short and different for every text.
std::string hash_of(std::string_view text) {
    return hex_encode(sha256(text)).substr(0, 12);
}

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

/// Asked for with every page, because the theme may be another one now; sent only when it is.
Response styles(const Request& request, const std::string& theme) {
    auto body = style_sheet(theme);
    const auto tag = '"' + hash_of(body) + '"';
    Response response{200, {{"Cache-Control", "no-cache"}, {"ETag", tag}}, ""};
    if (server::has_entity_tag(request, tag)) {
        response.status = 304;
        return response;
    }
    response.headers.add("Content-Type", "text/css; charset=utf-8");
    response.body = std::move(body);
    return response;
}

std::string palette(const std::string& theme) {
    const auto light = sheet("palette_light");
    const auto dark = sheet("palette_dark");
    if (theme == "light") return light;
    if (theme == "dark") return dark;
    return light + "@media (prefers-color-scheme: dark) {\n" + dark + "}\n";
}

}  // namespace

const std::string& asset_version() {
    static const std::string version = [] {
        std::string all;
        for (const auto name : web::asset_names())
            if (name.starts_with("scripts/")) all += *web::asset(name);
        return hash_of(all);
    }();
    return version;
}

std::string style_sheet(const std::string& theme) {
    auto all = palette(theme);
    for (const auto name : sheets) all += sheet(name);
    return all;
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
    mustache svg{text_of("favicon.svg")};
    return svg.render(data{view});
}

void add_asset_routes(server::Router& router, std::function<std::string()> theme,
                      std::function<Tone()> worst) {
    const server::RouteTraits anyone{};
    router.on("GET", "/assets/{version}/{name}", anyone,
              [](const Request&, const PathValues& values) { return script(values); });
    router.on("GET", "/style.css", anyone,
              [theme](const Request& request, const PathValues&) { return styles(request, theme()); });
    // It tells how the accounts are.
    const server::RouteTraits own{server::RouteTraits::Caller::dashboard, false};
    for (const auto* path : {"/favicon.svg", "/favicon.ico"})
        router.on("GET", path, own, [worst](const Request&, const PathValues&) {
            return Response{200, {{"Content-Type", "image/svg+xml"}}, favicon(worst())};
        });
}

}  // namespace roadcase::dashboard
