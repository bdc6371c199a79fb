#pragma once

#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "store/connection.h"

namespace roadcase::store {

/// One SQLite file that exists already, and who may use it when: reads go on while a write waits for the
/// disk, and writes that wait for each other become durable together, by one sync. Thread-safe as long as
/// everything happens inside transaction(). Not to be carried across fork().
class Database {
  public:
    /// `path` must hold no symbolic link.
    static Result<std::unique_ptr<Database>> open(const std::string& path);

    const std::string& path() const { return path_; }

    /// Runs one statement to its end and gives its rows.
    Result<std::vector<Row>> run(const std::string& sql, const Row& parameters = {});
    /// The same for a statement whose rows do not matter.
    Status execute(const std::string& sql, const Row& parameters = {});
    /// Several statements without parameters.
    Status script(const std::string& sql);

    enum class Access {
        read,
        write,       ///< on the disk when it returns
        write_soon,  ///< survives the end of this process; after a power cut it may be missing
    };
    /// Runs `work`, which gives a Result, in one transaction: one snapshot to read from; and what it wrote is
    /// on the disk when it gives a value, and undone when it gives an Error. It may run in another thread
    /// that writes for both, and more than once, when what it shared a sync with could not be written.
    template <class Work>
    auto transaction(Access access, Work&& work) -> decltype(work()) {
        std::optional<decltype(work())> result;
        // Without memory, say: whatever is thrown must leave the connection and its queue as they were.
        const std::function<bool()> run_work = [&] {
            try {
                result.emplace(work());
            } catch (const std::exception&) {
                result.emplace(fail(ErrorKind::internal, "", "The saved data could not be used.",
                                    "Something failed inside; nothing was changed."));
            }
            return result->has_value();
        };
        const auto done = access == Access::read ? read(run_work) : write(run_work, access == Access::write);
        if (!done && (!result || *result)) return fail(done.error());
        return std::move(*result);
    }

    /// Moves what the write-ahead log holds into the file and empties the log: older versions of rows are
    /// gone then. Best effort: another connection may be reading them.
    void truncate_log();

  private:
    using Work = std::function<bool()>;
    /// One write that waits to be durable.
    struct Job {
        const Work& work;
        bool durable = true;
        bool finished = false;
        Status outcome{};
    };
    using Batch = std::vector<Job*>;

    explicit Database(std::string path) : path_(std::move(path)) {}
    Status read(const Work& work);
    Status write(const Work& work, bool durable);
    void write_together(const Batch& batch);
    Status try_together(const Batch& batch);
    Status write_alone(const Job& job);
    Status begin_write(bool durable);
    Status in_savepoint(const Work& work);
    Status end(Connection& connection, bool keep);
    Connection& current();

    const std::string path_;
    std::unique_ptr<Connection> writer_;
    bool syncs_ = true;  ///< how the writer is set now
    std::mutex reading_;
    std::unique_ptr<Connection> reader_;  ///< opened when it is first needed

    std::mutex queue_mutex_;
    std::condition_variable written_;
    Batch queue_;
    bool writing_ = false;
};

}  // namespace roadcase::store
