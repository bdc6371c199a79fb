#include "log.h"

#include <spdlog/formatter.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "core/clock.h"
#include "core/text.h"

namespace roadcase {
namespace {

constexpr std::size_t longest_message = 4096;
constexpr const char* logger_name = "roadcase";

Time time_of(const spdlog::details::log_msg& message) {
    return std::chrono::floor<seconds>(message.time);
}

/// syslog(3) severities.
char severity_of(spdlog::level::level_enum level) {
    switch (level) {
        case spdlog::level::critical:
            return '2';
        case spdlog::level::err:
            return '3';
        case spdlog::level::warn:
            return '4';
        case spdlog::level::info:
            return '6';
        default:
            return '7';
    }
}

std::string json_line(const std::string& time, const std::string& level, const std::string& text) {
    const nlohmann::ordered_json line{{"time", time}, {"level", level}, {"message", text}};
    return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

class LineFormatter final : public spdlog::formatter {
  public:
    explicit LineFormatter(LogFormat format) : format_(format) {}

    void format(const spdlog::details::log_msg& message, spdlog::memory_buf_t& into) override {
        const auto text = printable({message.payload.data(), message.payload.size()}, longest_message);
        const auto level_name = spdlog::level::to_string_view(message.level);
        const std::string level(level_name.data(), level_name.size());
        const auto time = rfc3339(time_of(message));
        std::string line;
        if (format_ == LogFormat::json) line = json_line(time, level, text);
        if (format_ == LogFormat::journal) line = std::string{'<', severity_of(message.level), '>'} + text;
        if (format_ == LogFormat::text) line = time + " " + level + " " + text;
        line += '\n';
        into.append(line.data(), line.data() + line.size());
    }
    std::unique_ptr<spdlog::formatter> clone() const override {
        return std::make_unique<LineFormatter>(format_);
    }

  private:
    LogFormat format_;
};

bool is_journal(std::string_view stream, int fd) {
    struct stat status {};
    return ::fstat(fd, &status) == 0 &&
           stream == std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino);
}

}  // namespace

LogFormat log_format_of(std::string_view wish, const platform::Environment& env, int standard_error) {
    if (wish == "json") return LogFormat::json;
    const char* stream = env("JOURNAL_STREAM");
    const bool journal = wish == "auto" && stream != nullptr && is_journal(stream, standard_error);
    return journal ? LogFormat::journal : LogFormat::text;
}

std::unique_ptr<spdlog::formatter> make_log_formatter(LogFormat format) {
    return std::make_unique<LineFormatter>(format);
}

void set_up_log(const std::string& level, LogFormat format) {
    auto logger = spdlog::get(logger_name);
    if (!logger) {
        logger = spdlog::stderr_logger_mt(logger_name);
        logger->set_error_handler([](const std::string&) {});
        spdlog::set_default_logger(logger);
    }
    logger->set_formatter(make_log_formatter(format));
    logger->set_level(spdlog::level::from_str(level));
}

}  // namespace roadcase
