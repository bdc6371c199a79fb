#include "dashboard/own_paths.h"

#include "core/text.h"
#include "dashboard/word_ends.h"

namespace roadcase::dashboard {

namespace {

/// Nothing of a longer name, and of no other path.
bool begins_a_path(std::string_view before) {
    return before.empty() || (!is_part_of_word(before.back()) &&
                              std::string_view("/.-~").find(before.back()) == std::string_view::npos);
}

bool ends_a_name(std::string_view after) {
    if (after.starts_with('.')) after.remove_prefix(1);  // it may end a sentence
    return after.empty() || !(is_part_of_word(after.front()) || after.front() == '-');
}

}  // namespace

std::string with_tilde(std::string text, std::string_view home) {
    if (home.size() < 2) return text;
    for (auto at = text.find(home); at != std::string::npos; at = text.find(home, at + 1)) {
        const std::string_view all = text;
        if (begins_a_path(all.substr(0, at)) && ends_a_name(all.substr(at + home.size())))
            text.replace(at, home.size(), "~");
    }
    return text;
}

std::string shown_path(const std::string& path, std::string_view home) {
    constexpr std::size_t longest = 4096;
    return with_tilde(printable(path, longest), home);
}

std::string without_tilde(const std::string& path, const std::string& home) {
    return path.starts_with("~/") && !home.empty() ? home + path.substr(1) : path;
}

}  // namespace roadcase::dashboard
