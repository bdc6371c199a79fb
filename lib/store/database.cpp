#include "store/database.h"

#include <algorithm>
#include <utility>

namespace roadcase::store {
namespace {

/// Whose transaction this thread is in, and on which connection.
struct Running {
    const Database* database = nullptr;
    Connection* connection = nullptr;
};
thread_local Running running;

class Enter {
  public:
    Enter(const Database& database, Connection& connection) : before_(running) {
        running = {&database, &connection};
    }
    ~Enter() { running = before_; }
    Enter(const Enter&) = delete;
    Enter& operator=(const Enter&) = delete;

  private:
    Running before_;
};

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::string& path) {
    std::unique_ptr<Database> database(new Database(path));
    auto writer = Connection::open(path);
    if (!writer) return fail(writer.error());
    database->writer_ = std::move(*writer);
    return database;
}

Connection& Database::current() {
    return running.database == this ? *running.connection : *writer_;
}

Result<std::vector<Row>> Database::run(const std::string& sql, const Row& parameters) {
    return current().run(sql, parameters);
}

Status Database::execute(const std::string& sql, const Row& parameters) {
    return current().execute(sql, parameters);
}

Status Database::script(const std::string& sql) {
    return current().script(sql);
}

Status Database::read(const Work& work) {
    std::lock_guard lock(reading_);
    if (!reader_) {
        auto opened = Connection::open(path_);
        if (!opened) return fail(opened.error());
        reader_ = std::move(*opened);
    }
    const Enter transaction(*this, *reader_);
    if (auto begun = reader_->execute("BEGIN"); !begun) return begun;
    return end(*reader_, work());
}

// The first to come writes for all who came while the disk was busy.
Status Database::write(const Work& work, bool durable) {
    Job mine{work, durable};
    std::unique_lock lock(queue_mutex_);
    queue_.push_back(&mine);
    written_.wait(lock, [&] { return mine.finished || !writing_; });
    if (mine.finished) return mine.outcome;
    writing_ = true;
    const auto batch = std::exchange(queue_, {});
    lock.unlock();
    write_together(batch);
    lock.lock();
    writing_ = false;
    for (auto* job : batch) job->finished = true;
    lock.unlock();
    written_.notify_all();
    return mine.outcome;
}

// As a writer without a transaction, because SQLite wants none, and without a reader that would hold the log.
void Database::truncate_log() {
    std::unique_lock lock(queue_mutex_);
    written_.wait(lock, [&] { return !writing_; });
    writing_ = true;
    lock.unlock();
    {
        const std::lock_guard no_reader(reading_);
        (void)writer_->execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }
    lock.lock();
    writing_ = false;
    lock.unlock();
    written_.notify_all();
}

void Database::write_together(const Batch& batch) {
    const Enter transaction(*this, *writer_);
    if (batch.size() > 1 && try_together(batch)) return;
    // One that cannot be written must not take the others with it.
    for (auto* job : batch) job->outcome = write_alone(*job);
}

Status Database::try_together(const Batch& batch) {
    auto done =
        begin_write(std::any_of(batch.begin(), batch.end(), [](const Job* job) { return job->durable; }));
    if (!done) return done;
    for (auto* job : batch) {
        done = in_savepoint(job->work);
        if (!done) break;
    }
    const auto ended = end(*writer_, done.has_value());
    return done ? ended : done;
}

// What it gave is its caller's; here only the connection matters.
Status Database::in_savepoint(const Work& work) {
    if (auto begun = writer_->execute("SAVEPOINT job"); !begun) return begun;
    const bool keep = work();
    if (!keep)
        if (auto undone = writer_->execute("ROLLBACK TO job"); !undone) return undone;
    return writer_->execute("RELEASE job");
}

Status Database::write_alone(const Job& job) {
    if (auto begun = begin_write(job.durable); !begun) return begun;
    return end(*writer_, job.work());
}

// With NORMAL a commit reaches the operating system; the next that syncs takes it to the disk, too.
// IMMEDIATE: a reader that turns writer half-way would find the database busy without any wait helping.
Status Database::begin_write(bool durable) {
    if (durable != syncs_) {
        auto set = writer_->execute(durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        if (!set) return set;
        syncs_ = durable;
    }
    return writer_->execute("BEGIN IMMEDIATE");
}

Status Database::end(Connection& connection, bool keep) {
    auto done = keep ? connection.execute("COMMIT") : Status();
    if (!connection.in_transaction()) return done;
    auto undone = connection.execute("ROLLBACK");
    return done ? undone : done;
}

}  // namespace roadcase::store
