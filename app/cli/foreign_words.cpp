#include "cli/foreign_words.h"

#include <algorithm>

namespace roadcase::cli {
namespace {

using Words = std::vector<std::string>;

/// Does this flag of ours take the next word for its value?
bool takes_next(const CLI::App& app, const std::string& word) {
    if (!word.starts_with("-") || word.find('=') != std::string::npos) return false;
    const auto* option = app.get_option_no_throw(word);
    return option != nullptr && option->get_expected_min() > 0;
}

/// The first word from `at` on that is neither a flag nor a flag's value.
std::size_t next_word(const CLI::App& app, const Words& words, std::size_t at) {
    while (at < words.size() && words[at].starts_with("-") && words[at] != "--")
        at += takes_next(app, words[at]) ? 2 : 1;
    return std::min(at, words.size());
}

/// What follows the flag --exec is the command that it runs.
std::size_t after_exec(const Words& words) {
    const auto flag = std::find(words.begin(), words.end(), "--exec");
    return flag == words.end() ? words.size() : static_cast<std::size_t>(flag - words.begin()) + 1;
}

}  // namespace

std::vector<const char*> ForeignWords::own_argv() const {
    std::vector<const char*> pointers;
    for (const auto& word : own) pointers.push_back(word.c_str());
    return pointers;
}

ForeignWords split_foreign_words(const CLI::App& root, int argc, const char* const* argv) {
    ForeignWords words{{argv, argv + argc}, {}};
    auto& own = words.own;
    const auto command = next_word(root, own, 1);
    if (command == own.size()) return words;
    auto end = own.size();
    if (own[command] == "curl")
        end = std::min(next_word(root, own, command + 1) + 1, own.size());
    else if (own[command] == "run" || own[command] == "complete")
        end = static_cast<std::size_t>(std::find(own.begin(), own.end(), "--") - own.begin());
    else if (own[command] == "watch")
        end = after_exec(own);
    else
        return words;
    const bool mark = end < own.size() && own[end] == "--" && own[command] != "curl";
    words.rest.assign(own.begin() + static_cast<std::ptrdiff_t>(end + (mark ? 1 : 0)), own.end());
    own.resize(end);
    return words;
}

}  // namespace roadcase::cli
