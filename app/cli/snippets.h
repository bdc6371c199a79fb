#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace roadcase::cli {

/// What an example of docs/examples is filled in with. All of it is plain: no quotes, no blanks.
struct SnippetFacts {
    std::string account;   ///< reference
    std::string roadcase;  ///< "http://localhost:3000"
    std::string api;       ///< an address of the provider's API to try it with
};

/// python, node, bash, …
std::vector<std::string> snippet_languages();
/// The example for a language, or another of its names (js, c#, c++, sh, ps1); nothing for an unknown one.
std::optional<std::string> snippet(std::string_view language, const SnippetFacts& facts);

}  // namespace roadcase::cli
