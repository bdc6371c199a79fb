#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace roadcase {

/// 1*VSCHAR of RFC 6749 appendix A: printable ASCII, space included, no control characters.
bool is_vschar(std::string_view text);
/// Well-formed UTF-8 (RFC 3629), no overlong forms, no surrogates.
bool is_utf8(std::string_view text);
/// Text from outside made fit for a log line or message: control characters become `\xNN`, broken UTF-8 too,
/// cut at `limit` bytes with an ellipsis.
std::string printable(std::string_view text, std::size_t limit = 200);

bool iequals(std::string_view a, std::string_view b);                   ///< ASCII letters only
std::string to_lower(std::string_view text);                            ///< ASCII letters only
std::string_view trim(std::string_view text);                           ///< blanks, tabs, CR, LF at both ends
std::vector<std::string> split(std::string_view text, char separator);  ///< empty parts are left out
std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// The candidate nearest to `wrong` when it is near enough to be a typo; else nothing.
std::optional<std::string> did_you_mean(std::string_view wrong, const std::vector<std::string>& candidates);

}  // namespace roadcase
