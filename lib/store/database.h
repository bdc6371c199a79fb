#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <variant>
#include <vector>

#include "core/result.h"

struct sqlite3;

namespace roadcase::store {

struct Blob {
    std::string bytes;
    bool operator==(const Blob&) const = default;
};

/// What one column of one row holds.
using Value = std::variant<std::monostate, std::int64_t, std::string, Blob>;
using Row = std::vector<Value>;

/// One connection to one SQLite file that exists already. Thread-safe as long as everything happens inside
/// transaction(): it holds the connection's lock. Not to be carried across fork().
class Database {
  public:
    /// `path` must hold no symbolic link. The connection writes through to the disk and waits for other
    /// processes up to ten seconds.
    static Result<std::unique_ptr<Database>> open(const std::string& path);

    const std::string& path() const { return path_; }

    /// Runs one statement to its end and gives its rows.
    Result<std::vector<Row>> run(const std::string& sql, const Row& parameters = {});
    /// The same for a statement whose rows do not matter.
    Status execute(const std::string& sql, const Row& parameters = {});
    /// Several statements without parameters.
    Status script(const std::string& sql);

    enum class Access { read, write };
    /// Runs `work`, which gives a Result, in one transaction: one snapshot to read from; and what it wrote is
    /// on the disk when it gives a value, and undone when it gives an Error. `kept` runs after a success,
    /// before anybody else's transaction.
    template <class Work, class Kept = void (*)()>
    auto transaction(
        Access access, Work&& work, Kept&& kept = [] {}) -> decltype(work()) {
        std::lock_guard lock(mutex_);
        if (auto begun = begin(access); !begun) return fail(begun.error());
        auto result = work();
        if (auto ended = end(result.has_value()); !ended && result) return fail(ended.error());
        if (result) kept();
        return result;
    }

    /// Moves what the write-ahead log holds into the file and empties the log: older versions of rows are
    /// gone then. Best effort: another connection may be reading them.
    void truncate_log();

  private:
    struct Close {
        void operator()(sqlite3* handle) const;
    };
    explicit Database(std::string path) : path_(std::move(path)) {}
    Status begin(Access access);
    Status end(bool keep);
    Error last_error() const;

    const std::string path_;
    std::unique_ptr<sqlite3, Close> handle_;
    std::mutex mutex_;
};

}  // namespace roadcase::store
