#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace roadcase::oauth {

/// Where a server's token answers differ from RFC 6749 §5 beyond what is read liberally of everybody.
struct AnswerForm {
    /// Standard field ("access_token") → RFC 6901 pointers to look at instead, in this order. A field that is
    /// named here stands nowhere else: Slack has another token at the standard's place.
    std::map<std::string, std::vector<std::string>, std::less<>> fields;
    std::vector<std::string> token_types{"bearer"};  ///< in any case
    bool ignore_expires_in = false;                  ///< the token has no end, whatever it says (Streamlabs)
    /// The server's word for an error, as plain_error() writes it → the standard's.
    std::map<std::string, std::string, std::less<>> errors;
};

/// A word for an error in its plainest form: lower case, "_" for blanks and hyphens, no full stop at the end.
std::string plain_error(std::string_view text);

/// The fields of a token answer that may stand elsewhere.
inline constexpr const char* answer_fields[] = {
    "access_token", "refresh_token", "expires_in", "refresh_token_expires_in",
    "scope",        "id_token",      "error",      "error_description",
};

}  // namespace roadcase::oauth
