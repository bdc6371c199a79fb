#include "web/style.h"

#include "core/encoding.h"
#include "web/assets.h"

namespace roadcase::web {
namespace {

/// web/styles, in the order in which a later rule wins.
constexpr std::string_view sheets[] = {"base", "frame",    "parts", "controls", "accounts",
                                       "dock", "activity", "help",  "connect",  "scripts"};

std::string sheet(std::string_view name) {
    return std::string{asset("styles/" + std::string(name) + ".css").value_or("")};
}

/// The palette, where the page's root is as `selector` says.
std::string palette(std::string_view name, std::string_view selector) {
    auto text = sheet(name);
    constexpr std::string_view root = ":root";
    return text.replace(text.find(root), root.size(), selector);
}

std::string all_of_it() {
    auto all = palette("palette_light", ":root");
    all += "@media (prefers-color-scheme: dark) {\n" +
           palette("palette_dark", ":root:not([data-theme=light])") + "}\n";
    all += palette("palette_dark", ":root[data-theme=dark]");
    for (const auto name : sheets) all += sheet(name);
    return all;
}

}  // namespace

const std::string& style_sheet() {
    static const std::string all = all_of_it();
    return all;
}

const std::string& style_source() {
    static const std::string source = "'sha256-" + base64_encode(sha256(style_sheet())) + "'";
    return source;
}

}  // namespace roadcase::web
