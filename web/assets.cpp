#include "web/assets.h"

namespace roadcase::web {
namespace {

struct Asset {
    std::string_view name;
    std::string_view bytes;
};

constexpr Asset all_assets[] = {
#include "assets.inc"
};

}  // namespace

std::optional<std::string_view> asset(std::string_view name) {
    for (const auto& each : all_assets)
        if (each.name == name) return each.bytes;
    return std::nullopt;
}

std::vector<std::string_view> asset_names() {
    std::vector<std::string_view> names;
    for (const auto& each : all_assets) names.push_back(each.name);
    return names;
}

}  // namespace roadcase::web
