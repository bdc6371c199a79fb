#include "store/sqlite_store.h"

namespace roadcase::store {
namespace {

constexpr std::int64_t activity_kept = 10'000;

}  // namespace

Status SqliteStore::add_key(const KeyRecord& key) {
    return write([&] { return keys_.put(to_row(key)); });
}

Result<std::vector<KeyRecord>> SqliteStore::keys() {
    return read([&] { return records_of(keys_.where({}, {}, " ORDER BY created_at, id"), key_from); });
}

Result<std::optional<KeyRecord>> SqliteStore::key_with_hash(std::string_view hash) {
    return read([&] { return record_of(keys_.where({"hash"}, {std::string(hash)}), key_from); });
}

Status SqliteStore::update_key(const KeyRecord& key) {
    return write([&]() -> Status {
        auto stored = record_of(keys_.where({"id"}, {key.id}), key_from);
        if (!stored) return fail(stored.error());
        if (!*stored) return {};
        auto next = key;
        next.uses = (*stored)->uses;
        next.last_used_at = (*stored)->last_used_at;
        return keys_.put(to_row(next));
    });
}

Status SqliteStore::revoke_key(std::string_view id) {
    return write_one("DELETE FROM keys WHERE id = ?", {std::string(id)});
}

Status SqliteStore::touch_key(std::string_view id, Time at, std::int64_t uses) {
    return write_soon([&]() -> Status {
        auto found = record_of(keys_.where({"id"}, {std::string(id)}), key_from);
        if (!found) return fail(found.error());
        if (!*found) return {};  // revoked while it was in use
        (*found)->last_used_at = at;
        (*found)->uses += uses;
        return keys_.put(to_row(**found));
    });
}

Status SqliteStore::add_activity(const ActivityRecord& record) {
    return write_soon([&]() -> Status {
        const auto last = database_->run("SELECT coalesce(max(id), 0) FROM activity");
        if (!last) return fail(last.error());
        auto numbered = record;
        numbered.id = std::get<std::int64_t>(last->front().front()) + 1;
        return activity_.put(to_row(numbered)).and_then([&] {
            return database_->execute("DELETE FROM activity WHERE id <= ?", {numbered.id - activity_kept});
        });
    });
}

Result<std::vector<ActivityRecord>> SqliteStore::activity(std::size_t newest) {
    return read([&] {
        return records_of(activity_.where({}, {}, " ORDER BY id DESC LIMIT " + std::to_string(newest)),
                          activity_from);
    });
}

}  // namespace roadcase::store
