#include "store/connection.h"

#include <sqlite3.h>

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

/// More than the program has; a file that others write statements for has no business here.
constexpr std::size_t most_statements = 100;

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

/// Ready for the next run, and without the values of this one.
struct Reset {
    sqlite3_stmt* statement;
    ~Reset() {
        sqlite3_reset(statement);
        sqlite3_clear_bindings(statement);
    }
};

Row row_of(sqlite3_stmt* statement) {
    Row row;
    for (int column = 0; column < sqlite3_column_count(statement); ++column)
        row.push_back(value_of(statement, column));
    return row;
}

}  // namespace

void Connection::Close::operator()(sqlite3* handle) const {
    sqlite3_close_v2(handle);
}

void Connection::Finalize::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

Result<std::unique_ptr<Connection>> Connection::open(const std::string& path) {
    std::unique_ptr<Connection> connection(new Connection(path));
    sqlite3* handle = nullptr;
    const int code = sqlite3_open_v2(
        path.c_str(), &handle,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_EXRESCODE, nullptr);
    connection->handle_.reset(handle);
    if (code != SQLITE_OK) return fail(sqlite_failure(path, code, sqlite3_errstr(code)));
    sqlite3_busy_timeout(handle, busy_wait_ms);
    if (auto set = connection->script(connection_settings); !set) return fail(set.error());
    return connection;
}

Result<sqlite3_stmt*> Connection::prepare(const std::string& sql) {
    if (const auto known = statements_.find(sql); known != statements_.end()) return known->second.get();
    sqlite3_stmt* prepared = nullptr;
    const int code = sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &prepared, nullptr);
    if (code != SQLITE_OK) return fail(last_error());
    if (statements_.size() >= most_statements) statements_.clear();
    return statements_.emplace(sql, Statement(prepared)).first->second.get();
}

Result<std::vector<Row>> Connection::run(const std::string& sql, const Row& parameters) {
    const auto prepared = prepare(sql);
    if (!prepared) return fail(prepared.error());
    const Reset afterwards{*prepared};
    if (!bind_all(*prepared, parameters)) return fail(last_error());
    std::vector<Row> rows;
    for (;;) {
        const int step = sqlite3_step(*prepared);
        if (step == SQLITE_DONE) return rows;
        if (step != SQLITE_ROW) return fail(last_error());
        rows.push_back(row_of(*prepared));
    }
}

Status Connection::execute(const std::string& sql, const Row& parameters) {
    if (auto rows = run(sql, parameters); !rows) return fail(rows.error());
    return {};
}

Status Connection::script(const std::string& sql) {
    if (sqlite3_exec(handle_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK)
        return fail(last_error());
    return {};
}

bool Connection::in_transaction() const {
    return sqlite3_get_autocommit(handle_.get()) == 0;
}

Error Connection::last_error() const {
    return sqlite_failure(path_, sqlite3_extended_errcode(handle_.get()), sqlite3_errmsg(handle_.get()));
}

}  // namespace roadcase::store
