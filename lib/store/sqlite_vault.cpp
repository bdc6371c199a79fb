#include "core/milestone.h"
#include "store/data_key.h"
#include "store/sqlite_store.h"

namespace roadcase::store {
namespace {

std::optional<Time> known(Time time) {
    return time == Time{} ? std::nullopt : std::optional(time);
}

/// A command that says something else every time, or a keyring that forgets, would lock everybody out.
Status prove(KeySource& source, const KeyWrap& wrap, const Secret& key) {
    const auto again = source.load(wrap);
    if (!again) return fail(again.error());
    if (*again == key) return {};
    return fail(ErrorKind::config, "", "The key was not changed.",
                "Asked twice, " + source.place() + " gave two different keys.",
                "Make sure that it gives the same text every time.");
}

}  // namespace

Result<VaultStatus> SqliteStore::vault_status() {
    const auto rows = read([&] { return database_->run("SELECT count(*) FROM accounts"); });
    if (!rows) return fail(rows.error());
    const std::lock_guard lock(vault_mutex_);
    VaultStatus status;
    status.source = data_key_.wrap.kind;
    status.place = data_key_.source->place();
    status.schema = schema_;
    status.data_key_made = known(data_key_.wrap.data_key_made);
    status.wrapped = known(data_key_.wrap.wrapped);
    if (const auto* count = std::get_if<std::int64_t>(&rows->front().front()))
        status.accounts = static_cast<std::size_t>(*count);
    return status;
}

Status SqliteStore::rekey(std::unique_ptr<KeySource> to, Time now) {
    const std::lock_guard lock(vault_mutex_);
    const auto old = data_key_.wrap;
    KeyWrap wrap;
    wrap.kind = to->kind();
    wrap.data_key_made = old.data_key_made;
    wrap.wrapped = now;
    if (old.kind == KeyKind::file) wrap.replaces = old.key_id;
    auto fresh = to->prepare(wrap, &old, *random_);
    if (!fresh) return fail(fresh.error());
    if (auto proven = prove(*to, wrap, *fresh); !proven) return proven;
    reached("vault.key_kept");
    auto written = write([&] { return write_data_key(*database_, data_key_.key, *fresh, wrap, *random_); });
    if (!written) return written;
    reached("vault.rewrapped");
    const auto from = std::exchange(data_key_.source, std::move(to));
    data_key_.wrapping_key = std::move(*fresh);
    wrap.key_id = id_of(data_key_.wrapping_key);
    data_key_.wrap = std::move(wrap);
    data_key_.source->settle(data_key_.wrap);
    if (from->kind() != data_key_.wrap.kind) from->retire(old);
    reached("vault.settled");
    database_->truncate_log();
    return {};
}

Status SqliteStore::rotate(Time now) {
    const std::lock_guard lock(vault_mutex_);
    const auto fresh = random_key(*random_);
    if (!fresh) return fail(fresh.error());
    Sealer next(*fresh, *random_);
    auto wrap = data_key_.wrap;
    wrap.data_key_made = now;
    auto alone = sealer_lock_.alone();
    auto rotated = database_->transaction(Database::Access::write, [&] {
        return reseal_all(next).and_then([&] {
            reached("vault.resealed");
            return write_data_key(*database_, *fresh, data_key_.wrapping_key, wrap, *random_);
        });
    });
    if (!rotated) return rotated;
    reached("vault.rotated");
    sealer_ = std::move(next);
    alone.unlock();
    data_key_.key = *fresh;
    data_key_.wrap = std::move(wrap);
    database_->truncate_log();
    reached("vault.log_truncated");
    return {};
}

Status SqliteStore::reseal_all(const Sealer& next) {
    for (auto* table :
         {&accounts_, &tokens_, &journal_, &pending_, &documents_, &keys_, &handles_, &links_, &activity_})
        if (auto done = table->reseal(next); !done) return done;
    return {};
}

}  // namespace roadcase::store
