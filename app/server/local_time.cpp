#include "server/local_time.h"

#include <ctime>

namespace roadcase::server {
namespace {

std::tm local(Time t) {
    const std::time_t unix_time = to_unix(t);
    std::tm out{};
    localtime_r(&unix_time, &out);
    return out;
}

std::string formatted(const std::tm& time, const char* format) {
    char text[40];
    return {text, std::strftime(text, sizeof text, format, &time)};
}

bool same_day(const std::tm& a, const std::tm& b) {
    return a.tm_yday == b.tm_yday && a.tm_year == b.tm_year;
}

}  // namespace

std::string clock_time(Time t) {
    return formatted(local(t), "%H:%M");
}
std::string clock_time_with_seconds(Time t) {
    return formatted(local(t), "%H:%M:%S");
}

std::string moment(Time t, Time now) {
    const bool past = t <= now;
    const seconds distance = past ? now - t : t - now;
    if (past && distance < seconds{60}) return "just now";
    if (distance < seconds{3600}) return past ? in_words(distance) + " ago" : "in " + in_words(distance);
    return formatted(local(t), same_day(local(t), local(now)) ? "at %H:%M" : "on %d %b at %H:%M");
}

std::string calendar_day(Time t, Time now) {
    return formatted(local(t), local(t).tm_year == local(now).tm_year ? "%-d %b" : "%-d %b %Y");
}

}  // namespace roadcase::server
