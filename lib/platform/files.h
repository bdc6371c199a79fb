#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "core/secret.h"

namespace roadcase::platform {

/// Makes one directory 0700, parents as usual. An existing one must be ours, no symlink, and closed to others
/// (E105 with the chmod to type).
Status make_private_directory(const std::string& path);

/// Reads a secret's file: no symlink, one link, ours or root's, closed to others (E105), at most `limit`
/// bytes.
Result<Secret> read_private_file(const std::string& path, std::size_t limit = 64 * 1024);
/// Reads any small file; nothing when it does not exist.
Result<std::optional<std::string>> read_file(const std::string& path, std::size_t limit);
/// The names in a directory that end with `suffix`, sorted by byte; none when it does not exist. Names that
/// begin with a dot are left out: editors and unfinished writes leave them behind.
Result<std::vector<std::string>> names_in(const std::string& directory, std::string_view suffix);

/// Creates a new file 0600 with O_EXCL and O_NOFOLLOW, fsyncs it and its directory. Fails when it exists.
Status create_private_file(const std::string& path, std::string_view content);
/// Replaces a file atomically: temporary name in the same directory, 0600, fsync, rename, fsync directory.
Status replace_private_file(const std::string& path, std::string_view content);
/// Gives a file another name in the same directory, over what has it; on the disk when this returns.
Status rename_private_file(const std::string& from, const std::string& to);

}  // namespace roadcase::platform
