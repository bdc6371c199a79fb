// The rows of what scripts are given: keys, handles, files kept fresh.
#include "store/row_values.h"
#include "store/rows.h"

namespace roadcase::store {

const TableShape keys_shape{
    "keys",
    "key",
    {"id", "name", "hash", "accounts", "created_at", "expires_at", "last_used_at", "uses", "scopes",
     "brokers", "per_minute", "paused", "unconfirmed", "max_ttl", "origins"}};
const TableShape handles_shape{
    "handles", "handle", {"id", "account_id", "name", "hash", "created_at", "last_used_at", "uses"}};
const TableShape links_shape{"links",
                             "link",
                             {"id", "account_id", "account", "path", "format", "mode", "created_at",
                              "written_at", "generation", "content_hash", "problem_code", "problem"}};

SealedRow to_row(const KeyRecord& r) {
    return {{r.id, r.name, r.hash, list_text(r.accounts), to_unix(r.created_at), value_of(r.expires_at),
             value_of(r.last_used_at), r.uses, unless_empty(r.scopes), unless_empty(r.brokers),
             unless_zero(r.per_minute), unless_zero(r.paused), unless_zero(r.unconfirmed),
             unless_zero(r.max_ttl), unless_empty(r.origins)},
            {}};
}

KeyRecord key_from(const SealedRow& row) {
    Reader in(row);
    KeyRecord r;
    r.id = in.text();
    r.name = in.text();
    r.hash = in.text();
    r.accounts = in.list();
    r.created_at = in.time();
    r.expires_at = in.optional_time();
    r.last_used_at = in.optional_time();
    r.uses = in.integer();
    r.scopes = in.list();
    r.brokers = in.list();
    r.per_minute = static_cast<int>(in.integer());
    r.paused = in.integer() != 0;
    r.unconfirmed = in.integer() != 0;
    r.max_ttl = in.integer();
    r.origins = in.list();
    return r;
}

SealedRow to_row(const HandleRecord& r) {
    return {{r.id, r.account_id, r.name, r.hash, to_unix(r.created_at), value_of(r.last_used_at), r.uses},
            {}};
}

HandleRecord handle_from(const SealedRow& row) {
    Reader in(row);
    HandleRecord r;
    r.id = in.text();
    r.account_id = in.text();
    r.name = in.text();
    r.hash = in.text();
    r.created_at = in.time();
    r.last_used_at = in.optional_time();
    r.uses = in.integer();
    return r;
}

SealedRow to_row(const LinkRecord& r) {
    return {{r.id, r.account_id, r.account, r.path, r.format, std::int64_t{r.mode}, to_unix(r.created_at),
             value_of(r.written_at), r.generation, r.content_hash, r.problem_code, r.problem},
            {r.handle}};
}

LinkRecord link_from(const SealedRow& row) {
    Reader in(row);
    LinkRecord r;
    r.id = in.text();
    r.account_id = in.text();
    r.account = in.text();
    r.path = in.text();
    r.format = in.text();
    r.mode = static_cast<int>(in.integer());
    r.created_at = in.time();
    r.written_at = in.optional_time();
    r.generation = in.integer();
    r.content_hash = in.text();
    r.problem_code = in.text();
    r.problem = in.text();
    r.handle = in.secret();
    return r;
}

}  // namespace roadcase::store
