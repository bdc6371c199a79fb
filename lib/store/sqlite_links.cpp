#include "store/sqlite_store.h"

namespace roadcase::store {

Status SqliteStore::add_handle(const HandleRecord& handle) {
    return write([&] { return handles_.put(to_row(handle)); });
}

Result<std::vector<HandleRecord>> SqliteStore::handles() {
    return read([&] { return records_of(handles_.where({}, {}, " ORDER BY created_at, id"), handle_from); });
}

Result<std::optional<HandleRecord>> SqliteStore::handle_with_hash(std::string_view hash) {
    return read([&] { return record_of(handles_.where({"hash"}, {std::string(hash)}), handle_from); });
}

Status SqliteStore::revoke_handle(std::string_view id) {
    return write_one("DELETE FROM handles WHERE id = ?", {std::string(id)});
}

Status SqliteStore::touch_handle(std::string_view id, Time at, std::int64_t uses) {
    return write_soon([&]() -> Status {
        auto found = record_of(handles_.where({"id"}, {std::string(id)}), handle_from);
        if (!found) return fail(found.error());
        if (!*found) return {};  // revoked while it was in use
        (*found)->last_used_at = at;
        (*found)->uses += uses;
        return handles_.put(to_row(**found));
    });
}

Status SqliteStore::put_link(const LinkRecord& link) {
    return write([&]() -> Status {
        const auto other = record_of(links_.where({"path"}, {link.path}), link_from);
        if (!other) return fail(other.error());
        if (*other && (*other)->id != link.id)
            return fail(ErrorKind::internal, "taken", "Another link has that path.");
        return links_.put(to_row(link));
    });
}

Result<std::vector<LinkRecord>> SqliteStore::links() {
    return read([&] { return records_of(links_.where({}, {}, " ORDER BY created_at, id"), link_from); });
}

Status SqliteStore::remove_link(std::string_view id) {
    return write_one("DELETE FROM links WHERE id = ?", {std::string(id)});
}

}  // namespace roadcase::store
