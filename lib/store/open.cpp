#include "store/open.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "core/milestone.h"
#include "platform/files.h"
#include "platform/process.h"
#include "platform/trust.h"
#include "store/data_key.h"
#include "store/errors.h"
#include "store/sqlite_store.h"

namespace roadcase::store {
namespace {

constexpr auto opening_wait = milliseconds{30'000};
/// Some 20,000 accounts, a tenth of a second.
constexpr std::uintmax_t fully_checked_size = 16 * 1024 * 1024;

bool exists(const std::string& path) {
    std::error_code ignored;
    return std::filesystem::symlink_status(path, ignored).type() != std::filesystem::file_type::not_found;
}

Status check_private(const std::string& path) {
    struct stat info {};
    if (lstat(path.c_str(), &info) == 0) return platform::check_private_file(info, path);
    if (errno == ENOENT) return {};
    return fail(platform::read_problem(path, errno));
}

Status check_all_private(const std::string& path) {
    for (const auto* suffix : {"", "-wal", "-shm"})
        if (auto checked = check_private(path + suffix); !checked) return checked;
    return {};
}

/// Makes the database whole under another name and then gives it its own: whatever stops us in between, a
/// roadcase.db that is there is complete, so an empty one is damage and not a beginning.
Status make_new(const std::string& path, const KeySettings& keys, std::span<const Migration> migrations,
                Random& random) {
    if (exists(path + "-wal"))
        return fail(damaged(path, "the file is missing", "its companion " + path + "-wal is still there"));
    const auto draft = path + ".new";
    for (const auto* suffix : {"", "-journal"}) {
        std::error_code ignored;
        std::filesystem::remove(draft + suffix, ignored);
    }
    if (auto made = platform::create_private_file(draft, {}); !made) return made;
    {
        auto database = Database::open(draft);
        if (!database) return fail(database.error());
        const auto filled = migrate(**database, migrations, 0).and_then([&] {
            return write_new_data_key(**database, keys, random);
        });
        if (!filled) return filled;
    }
    reached("database.drafted");
    if (std::rename(draft.c_str(), path.c_str()) != 0) return fail(platform::write_problem(path, errno));
    reached("database.made");
    return {};
}

std::uintmax_t size_of(const std::string& path) {
    std::error_code missing;
    const auto size = std::filesystem::file_size(path, missing);
    return missing ? 0 : size;
}

/// Pages that are free are not looked at by SQLite's check. What a companion file still holds may be missing
/// here.
Status check_length(Database& database) {
    if (size_of(database.path() + "-wal") > 0) return {};
    const auto wanted = database.transaction(Database::Access::read, [&] {
        return database.run("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
    });
    if (!wanted) return fail(wanted.error());
    const auto* bytes = wanted->empty() ? nullptr : std::get_if<std::int64_t>(&wanted->front().front());
    if (bytes != nullptr && size_of(database.path()) >= static_cast<std::uintmax_t>(*bytes)) return {};
    return fail(damaged(database.path(), "its end is missing", "the file is shorter than it says"));
}

/// Indexes included while that takes no time anybody notices: a row that an index does not find any more
/// would be missing in silence.
Status check_integrity(Database& database) {
    const bool small = size_of(database.path()) <= fully_checked_size;
    const auto found = database.transaction(Database::Access::read, [&] {
        return database.run(small ? "PRAGMA integrity_check(1)" : "PRAGMA quick_check(1)");
    });
    if (!found) return fail(found.error());
    if (!found->empty() && found->front().front() == Value(std::string("ok"))) return {};
    return fail(damaged(database.path(), "it does not pass SQLite's check",
                        "the pages or indexes contradict each other"));
}

Result<std::unique_ptr<SealedStore>> open_existing(const std::string& path, const KeySettings& keys,
                                                   std::span<const Migration> migrations, Random& random) {
    if (auto checked = check_all_private(path); !checked) return fail(checked.error());
    auto database = Database::open(path);
    if (!database) return fail(database.error());
    const auto version = schema_version(**database, static_cast<int>(migrations.size()));
    if (!version) return fail(version.error());
    // WAL: a reader and a writer do not wait for each other, and one fsync makes a save durable.
    const auto ready = check_length(**database)
                           .and_then([&] { return check_integrity(**database); })
                           .and_then([&] { return (*database)->script("PRAGMA journal_mode = WAL"); })
                           .and_then([&] { return upgrade(**database, migrations, *version); });
    if (!ready) return fail(ready.error());
    auto data_key = open_data_key(**database, keys, random);
    if (!data_key) return fail(data_key.error());
    return std::make_unique<SqliteStore>(std::move(*database), std::move(*data_key),
                                         static_cast<int>(migrations.size()), random);
}

}  // namespace

Result<std::unique_ptr<SealedStore>> open_sqlite_store(const std::string& directory, const KeySettings& keys,
                                                       std::span<const Migration> migrations,
                                                       Random& random) {
    if (auto made = platform::make_private_directory(directory); !made) return fail(made.error());
    std::error_code unresolved;
    const auto place = std::filesystem::canonical(directory, unresolved);
    const auto path = (unresolved ? std::filesystem::path(directory) : place) / "roadcase.db";
    const auto lock = platform::ProcessLock::acquire(path.string() + ".lock", opening_wait);
    if (!lock) return fail(lock.error());
    if (!*lock)
        return fail(ErrorKind::internal, "", "Another program holds the saved data.",
                    path.string() + " is being opened by it for a long time.", "End it and try again.");
    if (!exists(path.string()))
        if (auto made = make_new(path.string(), keys, migrations, random); !made) return fail(made.error());
    return open_existing(path.string(), keys, migrations, random);
}

Result<std::unique_ptr<SealedStore>> open_sqlite_store(const std::string& directory,
                                                       const KeySettings& settings, Random& random) {
    return open_sqlite_store(directory, settings, all_migrations(), random);
}

Result<std::unique_ptr<Store>> open_sqlite_store(const std::string& directory, const std::string& key_file,
                                                 Random& random) {
    KeySettings settings;
    settings.file = key_file;
    return open_sqlite_store(directory, settings, all_migrations(), random);
}

}  // namespace roadcase::store
