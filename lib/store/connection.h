#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "core/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace roadcase::store {

struct Blob {
    std::string bytes;
    bool operator==(const Blob&) const = default;
};

/// What one column of one row holds.
using Value = std::variant<std::monostate, std::int64_t, std::string, Blob>;
using Row = std::vector<Value>;

/// One connection to one SQLite file that exists already, with the statements it has prepared. One thread at
/// a time; not to be carried across fork().
class Connection {
  public:
    /// `path` must hold no symbolic link. Writes through to the disk and waits for other processes up to ten
    /// seconds.
    static Result<std::unique_ptr<Connection>> open(const std::string& path);

    /// Runs one statement to its end and gives its rows.
    Result<std::vector<Row>> run(const std::string& sql, const Row& parameters);
    /// The same for a statement whose rows do not matter.
    Status execute(const std::string& sql, const Row& parameters = {});
    /// Several statements without parameters.
    Status script(const std::string& sql);

    /// After some errors SQLite has rolled back by itself.
    bool in_transaction() const;

  private:
    struct Close {
        void operator()(sqlite3* handle) const;
    };
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

    explicit Connection(std::string path) : path_(std::move(path)) {}
    Result<sqlite3_stmt*> prepare(const std::string& sql);
    Error last_error() const;

    const std::string path_;
    std::unique_ptr<sqlite3, Close> handle_;
    std::map<std::string, Statement> statements_;  // before the handle closes
};

}  // namespace roadcase::store
