#include "platform/notification.h"

#include <algorithm>

#include "platform/commands.h"
#include "platform/spawn.h"

namespace roadcase::platform {
namespace {

constexpr auto service = "org.freedesktop.Notifications";
constexpr auto object = "/org/freedesktop/Notifications";
/// Who shows it may have another opinion.
constexpr auto shown_for_ms = "10000";

}  // namespace

// The text is the summary; a body may be read as markup.
std::vector<std::vector<std::string>> notification_commands(const std::string& text) {
    const std::string method = std::string(service) + ".Notify";
    return {{"notify-send", "--app-name=Roadcase", "--", text},
            {"gdbus", "call", "--session", "--dest", service, "--object-path", object, "--method", method,
             "Roadcase", "0", "", text, "", "[]", "{}", shown_for_ms},
            {"busctl", "--user", "call", service, object, service, "Notify", "susssasa{sv}i", "Roadcase", "0",
             "", text, "", "0", "0", shown_for_ms}};
}

bool run_notifier(const std::vector<std::string>& argv, const std::function<bool()>& given_up) {
    CommandTerms terms;
    terms.environment = ordinary_environment();
    terms.given_up = given_up;
    const auto end = run_to_end(argv, terms);
    return end && end->status == 0;
}

bool show_notification(const std::string& text, const std::function<bool()>& given_up) {
    const auto commands = notification_commands(text);
    return std::any_of(commands.begin(), commands.end(),
                       [&](const auto& argv) { return run_notifier(argv, given_up); });
}

}  // namespace roadcase::platform
