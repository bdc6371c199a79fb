#include "store/database.h"

#include <sqlite3.h>

#include <optional>

#include "store/errors.h"

namespace roadcase::store {
namespace {

constexpr int busy_wait_ms = 10'000;

// FULL: a rotated refresh token is on the disk when COMMIT returns. cell_size_check and trusted_schema: the
// file may be damaged or forged.
constexpr auto connection_settings =
    "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA temp_store = "
    "MEMORY;"
    "PRAGMA secure_delete = ON; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0;";

struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

/// Binds by address: `value` must outlive the statement's run.
struct Bind {
    sqlite3_stmt* statement;
    int at;
    int operator()(std::monostate) const { return sqlite3_bind_null(statement, at); }
    int operator()(std::int64_t value) const { return sqlite3_bind_int64(statement, at, value); }
    int operator()(const std::string& value) const {
        return sqlite3_bind_text64(statement, at, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    int operator()(const Blob& value) const {
        return sqlite3_bind_blob64(statement, at, value.bytes.data(), value.bytes.size(), SQLITE_STATIC);
    }
};

bool bind_all(sqlite3_stmt* statement, const Row& parameters) {
    int at = 0;
    for (const auto& value : parameters)
        if (std::visit(Bind{statement, ++at}, value) != SQLITE_OK) return false;
    return true;
}

std::string bytes_of(sqlite3_stmt* statement, int column) {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, column));
    const auto size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    return bytes == nullptr ? std::string() : std::string(bytes, size);
}

Value value_of(sqlite3_stmt* statement, int column) {
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER:
            return sqlite3_column_int64(statement, column);
        case SQLITE_NULL:
            return std::monostate{};
        case SQLITE_TEXT:
            return bytes_of(statement, column);
        default:
            return Blob{bytes_of(statement, column)};
    }
}

Row row_of(sqlite3_stmt* statement) {
    Row row;
    for (int column = 0; column < sqlite3_column_count(statement); ++column)
        row.push_back(value_of(statement, column));
    return row;
}

}  // namespace

void Database::Close::operator()(sqlite3* handle) const {
    sqlite3_close_v2(handle);
}

Result<std::unique_ptr<Database>> Database::open(const std::string& path) {
    std::unique_ptr<Database> database(new Database(path));
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(
        path.c_str(), &handle,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE, nullptr);
    database->handle_.reset(handle);
    if (code != SQLITE_OK) return fail(sqlite_failure(path, code, sqlite3_errstr(code)));
    sqlite3_busy_timeout(handle, busy_wait_ms);
    if (auto set = database->script(connection_settings); !set) return fail(set.error());
    return database;
}

Result<std::vector<Row>> Database::run(const std::string& sql, const Row& parameters) {
    sqlite3_stmt* prepared = nullptr;
    const int code =
        sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()), &prepared, nullptr);
    const Statement statement(prepared);
    if (code != SQLITE_OK || !bind_all(prepared, parameters)) return fail(last_error());
    std::vector<Row> rows;
    for (;;) {
        const int step = sqlite3_step(prepared);
        if (step == SQLITE_DONE) return rows;
        if (step != SQLITE_ROW) return fail(last_error());
        rows.push_back(row_of(prepared));
    }
}

Status Database::execute(const std::string& sql, const Row& parameters) {
    if (auto rows = run(sql, parameters); !rows) return fail(rows.error());
    return {};
}

Status Database::script(const std::string& sql) {
    if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return fail(last_error());
    return {};
}

void Database::truncate_log() {
    const std::lock_guard lock(mutex_);
    (void)run("PRAGMA wal_checkpoint(TRUNCATE)");
}

Status Database::begin(Access access) {
    // IMMEDIATE: a reader that turns writer half-way would find the database busy without any wait helping.
    return execute(access == Access::write ? "BEGIN IMMEDIATE" : "BEGIN");
}

Status Database::end(bool keep) {
    std::optional<Error> problem;
    if (keep)
        if (auto committed = execute("COMMIT"); !committed) problem = committed.error();
    // After some errors SQLite has rolled back by itself.
    if (sqlite3_get_autocommit(handle_.get()) == 0) {
        if (auto undone = execute("ROLLBACK"); !undone && !problem) problem = undone.error();
    }
    if (problem) return fail(*problem);
    return {};
}

Error Database::last_error() const {
    return sqlite_failure(path_, sqlite3_extended_errcode(handle_.get()), sqlite3_errmsg(handle_.get()));
}

}  // namespace roadcase::store
