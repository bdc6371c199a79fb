#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace roadcase::providers {

/// How the ids or secrets of a provider look: "30 [a-z0-9]", "17-20 [0-9]", "32 [A-Za-z0-9_-]".
struct CredentialForm {
    std::size_t shortest = 0, longest = 0;  ///< characters, 1 to 512
    std::string alphabet;                   ///< between the brackets: ranges and single ones of A-Za-z0-9._~-

    bool allows(char c) const;
};

/// Nothing when `text` is no such form.
std::optional<CredentialForm> parse_credential_form(std::string_view text);

/// "30 small letters and digits"; empty for an empty form.
std::string credential_form_in_words(std::string_view form);
/// The same without its length: "small letters and digits".
std::string alphabet_in_words(const CredentialForm& form);

/// What looks wrong with an id or secret as somebody pasted it, in one sentence that holds nothing of it;
/// empty when nothing does. With an empty form only blanks and what no id can have are wrong.
std::string credential_problem(std::string_view form, std::string_view text);

}  // namespace roadcase::providers
