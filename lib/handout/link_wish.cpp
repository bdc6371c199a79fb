#include "handout/link_wish.h"

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "handout/formats.h"

namespace roadcase::handout {
namespace {

constexpr std::size_t longest_path = 4096;

}  // namespace

bool is_whole_path(std::string_view path) {
    return path.starts_with('/') && path.size() <= longest_path && path.find('\0') == path.npos &&
           is_utf8(path);
}

Result<int> mode_of(std::string_view text) {
    int mode = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), mode, 8);
    const bool whole = failed == std::errc{} && end == text.data() + text.size() && text.size() <= 4;
    if (whole && (mode & ~0640) == 0 && (mode & 0400) != 0) return mode;
    return fail(
        ErrorKind::invalid_request, "", "\"" + printable(text, 20) + "\" is no mode for a token's file.",
        "It is 0600, which is for you alone, 0400, or 0640 for a group besides.", "Leave it out for 0600.");
}

std::string mode_text(int mode) {
    std::string text = "0";
    for (int shift = 6; shift >= 0; shift -= 3) text += static_cast<char>('0' + (mode >> shift & 7));
    return text;
}

Status check_file_format(std::string_view format) {
    const auto known = file_formats();
    if (std::find(known.begin(), known.end(), format) != known.end()) return {};
    const std::vector<std::string> names(known.begin(), known.end());
    const auto near = did_you_mean(format, names);
    return fail(ErrorKind::invalid_request, "", "There is no file format \"" + printable(format, 40) + "\".",
                "The formats are " + join(names, ", ") + ".", near ? "Did you mean " + *near + "?" : "");
}

}  // namespace roadcase::handout
