#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace roadcase::handout {

/// What an example of docs/examples is filled in with. All of it is plain: no quotes, no blanks.
struct SnippetFacts {
    std::string account;   ///< reference
    std::string roadcase;  ///< "http://localhost:3000"
    std::string api;       ///< an address of the provider's API to try it with
};

struct SnippetLanguage {
    std::string name;   ///< python, node, bash, …
    std::string title;  ///< "C#", as people write it
};
/// All there are examples for.
std::vector<SnippetLanguage> snippet_languages();
/// Their names alone.
std::vector<std::string> snippet_names();
/// The example for a language, or another of its names (js, c#, c++, sh, ps1); nothing for an unknown one.
std::optional<std::string> snippet(std::string_view language, const SnippetFacts& facts);

/// What to fill `api` with: who is asked who signed in, else an origin that takes the account's token.
std::string api_to_try(const std::string& userinfo_url, const std::vector<std::string>& api_origins);

}  // namespace roadcase::handout
