#include "cli/options.h"

#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace roadcase::cli {
namespace {

constexpr std::int64_t longest_ms = 3650LL * 24 * 3600 * 1000;
constexpr std::array<std::pair<std::string_view, std::int64_t>, 6> units{
    {{"", 1000}, {"ms", 1}, {"s", 1000}, {"m", 60'000}, {"h", 3'600'000}, {"d", 86'400'000}}};

}  // namespace

std::optional<milliseconds> parse_duration(std::string_view text) {
    std::int64_t number = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || number <= 0) return std::nullopt;
    const auto unit = text.substr(static_cast<std::size_t>(rest - text.data()));
    for (const auto& [name, ms] : units)
        if (unit == name)
            return number <= longest_ms / ms ? std::optional(milliseconds{number * ms}) : std::nullopt;
    return std::nullopt;
}

}  // namespace roadcase::cli
