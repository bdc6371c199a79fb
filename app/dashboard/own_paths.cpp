#include "dashboard/own_paths.h"

namespace roadcase::dashboard {

std::string with_tilde(std::string text, std::string_view home) {
    if (home.size() < 2) return text;
    const auto folder = std::string{home} + "/";
    for (auto at = text.find(folder); at != std::string::npos; at = text.find(folder, at + 2))
        text.replace(at, folder.size(), "~/");
    return text;
}

std::string without_tilde(const std::string& path, const std::string& home) {
    return path.starts_with("~/") && !home.empty() ? home + path.substr(1) : path;
}

}  // namespace roadcase::dashboard
