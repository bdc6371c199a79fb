#include <algorithm>
#include <cstdlib>

#include "core/text.h"
#include "platform/process.h"
#include "platform/spawn.h"

namespace roadcase::platform {
namespace {

// Long enough to see a launcher fail, short enough not to be noticed when it stays.
constexpr milliseconds launch_patience{1000};

bool is_set(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr && *value != '\0';
}

auto soon() {
    return std::chrono::steady_clock::now() + launch_patience;
}

/// True unless it fails at once; what still runs then is the browser itself.
bool launch(const std::vector<std::string>& argv) {
    const auto child = spawn(argv, {});
    if (!child) return false;
    const auto status = wait_for_exit(*child, soon());
    if (!status) let_go(*child);
    return status.value_or(0) == 0;
}

/// One entry of $BROWSER: words apart by blanks, "%s" stands for the URL.
std::vector<std::string> browser_command(const std::string& entry, const std::string& url) {
    auto argv = split(entry, ' ');
    bool placed = false;
    for (auto& word : argv) {
        if (const auto at = word.find("%s"); at != std::string::npos) {
            word.replace(at, 2, url);
            placed = true;
        }
    }
    if (!placed) argv.push_back(url);
    return argv;
}

/// Never an option, never more than one word, whatever the browser does with it.
bool is_web_address(const std::string& url) {
    const auto fits = [](char c) {
        return c > ' ' && c <= '~' && c != '"' && c != '\'' && c != '`' && c != '\\';
    };
    return (url.starts_with("http://") || url.starts_with("https://")) &&
           std::all_of(url.begin(), url.end(), fits);
}

}  // namespace

bool open_browser(const std::string& url) {
    if (!is_web_address(url)) return false;
    if (is_set("BROWSER")) {
        const auto entries = split(std::getenv("BROWSER"), ':');
        return std::any_of(entries.begin(), entries.end(),
                           [&](const auto& entry) { return launch(browser_command(entry, url)); });
    }
    if (!is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY")) return false;
    return launch({"xdg-open", url});
}

}  // namespace roadcase::platform
