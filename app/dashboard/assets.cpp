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

struct Kind {
    std::string_view ending;
    const char* type;
};

constexpr Kind kinds[] = {{".css", "text/css; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"}};

const Kind* kind_of(std::string_view name) {
    for (const auto& kind : kinds)
        if (name.ends_with(kind.ending)) return &kind;
    return nullptr;
}

std::string text_of(std::string_view name) {
    return std::string{web::asset(name).value_or("")};
}

/// Under its present version an address never changes what it means; under any other it is asked for again.
Response asset(const PathValues& values) {
    const auto& name = values.find("name")->second;
    const auto* kind = kind_of(name);
    const auto bytes = kind != nullptr ? web::asset(name) : std::nullopt;
    if (!bytes) return server::text(404, "There is no such file.\n");
    const bool current = values.find("version")->second == asset_version();
    return {200,
            {{"Content-Type", kind->type},
             {"Cache-Control", current ? "max-age=31536000, immutable" : "no-cache"}},
            std::string{*bytes}};
}

Response styles(std::string body) {
    return {200, {{"Content-Type", kinds[0].type}, {"Cache-Control", "no-cache"}}, std::move(body)};
}

}  // namespace

const std::string& asset_version() {
    static const std::string version = [] {
        std::string all;
        for (const auto name : web::asset_names())
            if (kind_of(name) != nullptr) all += *web::asset(name);
        return hex_encode(sha256(all)).substr(0, 12);
    }();
    return version;
}

std::string palette(const std::string& theme) {
    const auto light = text_of("palette_light.css");
    const auto dark = text_of("palette_dark.css");
    if (theme == "light") return light;
    if (theme == "dark") return dark;
    return light + "@media (prefers-color-scheme: dark) {\n" + dark + "}\n";
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
              [](const Request&, const PathValues& values) { return asset(values); });
    router.on("GET", "/palette.css", anyone,
              [theme](const Request&, const PathValues&) { return styles(palette(theme())); });
    // It tells how the accounts are.
    const server::RouteTraits own{server::RouteTraits::Caller::dashboard, false};
    for (const auto* path : {"/favicon.svg", "/favicon.ico"})
        router.on("GET", path, own, [worst](const Request&, const PathValues&) {
            return Response{200, {{"Content-Type", "image/svg+xml"}}, favicon(worst())};
        });
}

}  // namespace roadcase::dashboard
