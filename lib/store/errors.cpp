#include "store/errors.h"

#include <sqlite3.h>

#include "core/text.h"

namespace roadcase::store {
namespace {

Error unexpected(const std::string& file, const std::string& title, const std::string& message) {
    return make_error(ErrorKind::internal, "", title, file + ": " + message + ".",
                      "Check the disk, then start Roadcase again.");
}

}  // namespace

Error not_writable(const std::string& file, const std::string& reason, const std::string& message) {
    return make_error(
        ErrorKind::internal, "E406", "The saved data could not be written (" + reason + ").",
        file + ": " + message + ".",
        "Make room on that disk and make the file writable. Until then Roadcase keeps new tokens "
        "in memory and tries again.");
}

Error damaged(const std::string& file, const std::string& what, const std::string& why) {
    return make_error(ErrorKind::internal, "", "The saved data is damaged: " + what + ".",
                      file + ": " + why + ".",
                      "Keep the file and put a backup of it in its place; or forget what is damaged "
                      "(roadcase remove ACCOUNT) "
                      "and sign in again.");
}

Error held(seconds left) {
    auto error = make_error(ErrorKind::unavailable, "held", "Another Roadcase is renewing this account.", "",
                            "Nothing to do: it is tried again by itself.");
    error.retry_after = left;
    return error;
}

Error sqlite_failure(const std::string& file, int extended_code, std::string_view text) {
    const auto message = printable(text);
    // The one that is no I/O error of the disk's but of its content: the file ends too early.
    if (extended_code == SQLITE_IOERR_SHORT_READ) return damaged(file, "it cannot be read", message);
    switch (extended_code & 0xFF) {
        case SQLITE_FULL:
            return not_writable(file, "disk full", message);
        case SQLITE_READONLY:
        case SQLITE_CANTOPEN:
        case SQLITE_PERM:
            return not_writable(file, "read-only file or disk", message);
        case SQLITE_IOERR:
            if (extended_code == SQLITE_IOERR_READ)
                return unexpected(file, "The disk could not be read.", message);
            return not_writable(file, "the disk refused, or a quota is full", message);
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_FORMAT:
            return damaged(file, "it cannot be read", message);
        // Our SQL fits our schema, so a file that is refused here is not what it was written as.
        case SQLITE_ERROR:
            return damaged(file, "its tables are not as they should be", message);
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return unexpected(file, "Another program holds the saved data.", message);
        default:
            return unexpected(file, "The saved data could not be used.", message);
    }
}

}  // namespace roadcase::store
