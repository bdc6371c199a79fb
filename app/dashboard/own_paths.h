#pragma once

#include <string>
#include <string_view>

namespace roadcase::dashboard {

/// A text in which every path below `home` begins with "~": the name of a home is often a person's.
std::string with_tilde(std::string text, std::string_view home);
/// The path of a file for a page: the same, and nothing in it that cannot be seen.
std::string shown_path(const std::string& path, std::string_view home);
/// The whole path that a person means by "~/…"; anything else as it is.
std::string without_tilde(const std::string& path, const std::string& home);

}  // namespace roadcase::dashboard
