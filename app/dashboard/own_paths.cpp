#include "dashboard/own_paths.h"

namespace roadcase::dashboard {

std::string with_tilde(std::string text, std::string_view home) {
    if (home.size() < 2) return text;
    for (auto at = text.find(home); at != std::string::npos; at = text.find(home, at + 1)) {
        const auto after = at + home.size();
        if (after == text.size() || text[after] == '/' || text[after] == ' ')
            text.replace(at, home.size(), "~");
    }
    return text;
}

std::string without_tilde(const std::string& path, const std::string& home) {
    return path.starts_with("~/") && !home.empty() ? home + path.substr(1) : path;
}

}  // namespace roadcase::dashboard
