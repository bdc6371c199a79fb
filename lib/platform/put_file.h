#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>

#include "core/result.h"

namespace roadcase::platform {

/// How a file is put in place.
struct Placing {
    unsigned int rename_flags = 0;  ///< of renameat2(2)
    mode_t mode = 0600;
    /// Only into a directory of ours that nobody else can write to; else E105.
    bool own_directory = false;
    /// Name while it is being written. One that a killed process left is removed first, so only one process
    /// may write at a time. Empty: a random one.
    std::string temporary = {};
};

/// Puts a whole file in place, or leaves everything as it was: a half-written one never has the final name.
/// It and its directory are on the disk when this returns.
Status put_file(const std::string& path, std::string_view content, const Placing& placing = {});

}  // namespace roadcase::platform
