#pragma once

#include <sys/stat.h>

#include <string>

#include "core/result.h"

namespace roadcase::platform {

/// Our file (or root's, as systemd makes credentials), regular, one name, closed to others; else E105.
Status check_private_file(const struct stat& info, const std::string& path);
/// Our directory, closed to others; else E105.
Status check_private_directory(const struct stat& info, const std::string& path);
/// A directory in which nobody but us and root can replace what lies there; else E105.
Status check_parent(const struct stat& info, const std::string& path);
/// A directory of ours that nobody else can write to; else E105.
Status check_own_directory(const struct stat& info, const std::string& path);

/// E105 for a path whose last part is a symbolic link.
Error symbolic_link(const std::string& path);
/// E406: "PATH could not be written (disk full)." and the like.
Error write_problem(const std::string& path, int error_number);
/// "PATH could not be read (Permission denied)."; kind not_found when it does not exist.
Error read_problem(const std::string& path, int error_number);

}  // namespace roadcase::platform
