#include "handout/snippets.h"

#include <algorithm>
#include <array>

#include "core/encoding.h"

namespace roadcase::handout {
namespace {

struct Example {
    std::string_view file;
    std::string_view text;
};

constexpr Example examples[] = {
#include "examples.inc"
};

struct Language {
    std::string_view file;
    std::string_view title;
    std::vector<std::string_view> names;  ///< the first is the one that is shown
};

const std::array<Language, 7> languages{{
    {"python.py", "Python", {"python", "py", "python3"}},
    {"node.mjs", "Node", {"node", "js", "javascript"}},
    {"bash.sh", "bash", {"bash", "sh", "curl"}},
    {"csharp.cs", "C#", {"csharp", "c#", "cs", "dotnet"}},
    {"cpp.cpp", "C++", {"cpp", "c++"}},
    {"obs.lua", "Lua in OBS", {"obs-lua", "lua", "obs"}},
    {"powershell.ps1", "PowerShell", {"powershell", "pwsh", "ps1"}},
}};

constexpr std::string_view example_api = "https://api.twitch.tv/helix/users";
constexpr std::string_view example_server = "http://localhost:3000";
constexpr std::string_view example_account = "twitch";

bool joins_words(char c) {
    return base62_alphabet.find(c) != std::string_view::npos || c == '.' || c == '/' || c == '-';
}

/// Does the example's account stand here, and not a part of another word?
bool is_account_at(std::string_view text, std::size_t at) {
    if (!text.substr(at).starts_with(example_account)) return false;
    const auto end = at + example_account.size();
    // ":-twitch" is how a shell says what to take otherwise.
    const bool begins = at == 0 || !joins_words(text[at - 1]) || (at > 1 && text.substr(at - 2, 2) == ":-");
    return begins && (end == text.size() || !joins_words(text[end]));
}

std::string filled(std::string_view text, const SnippetFacts& facts) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto rest = text.substr(at);
        if (rest.starts_with(example_api)) {
            out += facts.api;
            at += example_api.size();
        } else if (rest.starts_with(example_server)) {
            out += facts.roadcase;
            at += example_server.size();
        } else if (is_account_at(text, at)) {
            out += facts.account;
            at += example_account.size();
        } else {
            out += text[at++];
        }
    }
    return out;
}

}  // namespace

std::vector<SnippetLanguage> snippet_languages() {
    std::vector<SnippetLanguage> all;
    for (const auto& language : languages)
        all.push_back({std::string(language.names.front()), std::string(language.title)});
    return all;
}

std::vector<std::string> snippet_names() {
    std::vector<std::string> names;
    for (const auto& language : snippet_languages()) names.push_back(language.name);
    return names;
}

std::optional<std::string> snippet(std::string_view name, const SnippetFacts& facts) {
    for (const auto& language : languages) {
        const auto& names = language.names;
        if (std::find(names.begin(), names.end(), name) == names.end()) continue;
        for (const auto& example : examples)
            if (example.file == language.file) return filled(example.text, facts);
    }
    return std::nullopt;
}

std::string api_to_try(const std::string& userinfo_url, const std::vector<std::string>& api_origins) {
    if (!userinfo_url.empty()) return userinfo_url;
    return api_origins.empty() ? "https://api.example/" : api_origins.front() + "/";
}

}  // namespace roadcase::handout
