#include "oauth/timestamps.h"

#include <array>
#include <ctime>
#include <iomanip>
#include <locale>
#include <sstream>
#include <string>

namespace roadcase::oauth {
namespace {

/// What std::get_time left unread.
struct Parsed {
    Time time{};
    std::string rest;
};

std::optional<Time> to_time(const std::tm& parts) {
    using namespace std::chrono;
    const year_month_day date{year{parts.tm_year + 1900}, month{static_cast<unsigned>(parts.tm_mon + 1)},
                              day{static_cast<unsigned>(parts.tm_mday)}};
    if (!date.ok() || parts.tm_sec > 59) return std::nullopt;
    return sys_days{date} + hours{parts.tm_hour} + minutes{parts.tm_min} + seconds{parts.tm_sec};
}

std::optional<Parsed> parse(std::string_view text, const char* format) {
    if (text.size() > 64) return std::nullopt;
    std::istringstream in{std::string(text)};
    in.imbue(std::locale::classic());
    std::tm parts{};
    in >> std::get_time(&parts, format);
    if (in.fail()) return std::nullopt;
    const auto time = to_time(parts);
    if (!time) return std::nullopt;
    Parsed parsed{*time, {}};
    std::getline(in, parsed.rest, '\0');
    return parsed;
}

/// "", "Z", ".123", ".123Z"
bool is_fraction_and_zulu(std::string_view rest) {
    if (!rest.empty() && rest.back() == 'Z') rest.remove_suffix(1);
    if (rest.empty()) return true;
    return rest.front() == '.' && rest.size() > 1 && rest.find_first_not_of("0123456789", 1) == rest.npos;
}

}  // namespace

std::optional<Time> parse_utc(std::string_view text) {
    const auto parsed = parse(text, "%Y-%m-%dT%H:%M:%S");
    if (!parsed || !is_fraction_and_zulu(parsed->rest)) return std::nullopt;
    return parsed->time;
}

std::optional<Time> parse_http_date(std::string_view text) {
    constexpr std::array formats{"%a, %d %b %Y %H:%M:%S GMT", "%a, %d-%b-%y %H:%M:%S GMT",
                                 "%a %b %d %H:%M:%S %Y"};
    for (const auto* format : formats)
        if (const auto parsed = parse(text, format); parsed && parsed->rest.empty()) return parsed->time;
    return std::nullopt;
}

}  // namespace roadcase::oauth
