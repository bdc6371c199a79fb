#pragma once

#include <functional>
#include <string>
#include <vector>

namespace roadcase::platform {

/// The command lines that show a text as a desktop notification (org.freedesktop.Notifications), to be tried
/// in this order: notify-send, then gdbus and busctl, one of which every desktop has.
std::vector<std::vector<std::string>> notification_commands(const std::string& text);

/// Runs a command without a shell and with a desktop program's environment; at most five seconds, less when
/// `given_up` says so. True when it ended well.
bool run_notifier(const std::vector<std::string>& argv, const std::function<bool()>& given_up);

/// Shows it; false when there is nobody to show it to. Takes as long as the commands do.
bool show_notification(const std::string& text, const std::function<bool()>& given_up);

}  // namespace roadcase::platform
