#include "core/clock.h"

#include <time.h>

#include <cstdio>

namespace roadcase {

Time SystemClock::now() const {
    return std::chrono::floor<seconds>(std::chrono::system_clock::now());
}

milliseconds SystemClock::since_boot() const {
    timespec ts{};
    clock_gettime(CLOCK_BOOTTIME, &ts);
    return milliseconds{ts.tv_sec * 1000 + ts.tv_nsec / 1'000'000};
}

std::string rfc3339(Time t) {
    const auto day = std::chrono::floor<std::chrono::days>(t);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{t - day};
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", int(date.year()),
                  unsigned(date.month()), unsigned(date.day()), int(time.hours().count()),
                  int(time.minutes().count()), int(time.seconds().count()));
    return text;
}

std::string in_words(seconds duration) {
    const auto total = duration.count() < 0 ? 0 : duration.count();
    const auto two = [](long long big, const char* big_unit, long long small, const char* small_unit) {
        std::string words = std::to_string(big) + " " + big_unit;
        if (small != 0) words += " " + std::to_string(small) + " " + small_unit;
        return words;
    };
    if (total < 60) return std::to_string(total) + " s";
    if (total < 3600) return std::to_string(total / 60) + " min";
    if (total < 86400) return two(total / 3600, "h", total % 3600 / 60, "min");
    return two(total / 86400, total < 2 * 86400 ? "day" : "days", total % 86400 / 3600, "h");
}

}  // namespace roadcase
