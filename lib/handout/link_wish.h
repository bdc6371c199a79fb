#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace roadcase::handout {

/// A file that somebody wants to be kept fresh.
struct LinkWish {
    std::string account;           ///< reference
    std::string path;              ///< absolute; empty: a place in the runtime directory
    std::string format = "plain";  ///< one of file_formats()
    int mode = 0600;
    bool force = false;      ///< although Git would take it
    bool overwrite = false;  ///< although something that is not ours stands there
};

/// Absolute, and fit to be one: at most 4,096 bytes of UTF-8, no NUL.
bool is_whole_path(std::string_view path);

/// "0600", "600", "0640", "0400": readable for the owner, at most for the group besides; else
/// invalid_request.
Result<int> mode_of(std::string_view text);
/// "0600".
std::string mode_text(int mode);

/// invalid_request with the nearest name, or with all.
Status check_file_format(std::string_view format);

}  // namespace roadcase::handout
