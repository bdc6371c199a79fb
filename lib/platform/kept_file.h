#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace roadcase::platform {

// Files that other programs read and that we write anew: they lie where the person wants them, not in
// directories of our own. One process writes at a time (the process lock sees to that).

/// The absolute path with all links in its directory resolved. The directory must be there, ours, and closed
/// to other writers (E105); what has the name must be nothing or a regular file: a symbolic link is refused,
/// because a file that is replaced as a whole would take the link's place.
Result<std::string> resolve_kept_file(const std::string& path);

/// What stands at a path.
struct KeptFile {
    std::string hash;  ///< hex SHA-256; empty when it can be none of ours (no regular file, far too large)
    mode_t mode = 0;   ///< permission bits
};
/// Nothing when there is no such file.
Result<std::optional<KeptFile>> look_at_kept_file(const std::string& path);

/// Replaces it atomically: temporary file in the same directory, fsync, rename. E105 for a directory as
/// above, E406 when it cannot be written.
Status replace_kept_file(const std::string& path, std::string_view content, mode_t mode);
/// Nothing there is fine, too. What a killed replacement left goes with it.
Status remove_kept_file(const std::string& path);

}  // namespace roadcase::platform
