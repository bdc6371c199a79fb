#include "store/schema.h"

#include <filesystem>

#include "core/milestone.h"
#include "platform/files.h"
#include "store/errors.h"

namespace roadcase::store {
namespace {

constexpr Migration embedded[] = {
#include "migrations.inc"
};

Error newer_schema(const std::string& file, std::int64_t found, int known) {
    return make_error(ErrorKind::internal, "E107",
                      "The saved data was made by a newer Roadcase (schema " + std::to_string(found) +
                          ", this one knows " + std::to_string(known) + ").",
                      file + " was not changed.", "Install the newer Roadcase again.");
}

}  // namespace

std::span<const Migration> all_migrations() {
    return embedded;
}

Result<int> schema_version(Database& database, int known) {
    const auto value =
        database.transaction(Database::Access::read, [&] { return read_meta(database, "schema_version"); });
    if (!value) return fail(value.error());
    const auto* version = std::get_if<std::int64_t>(&*value);
    if (version == nullptr || *version < 1)
        return fail(damaged(database.path(), "it does not say its version", "meta holds no schema version"));
    if (*version > known) return fail(newer_schema(database.path(), *version, known));
    return static_cast<int>(*version);
}

Status migrate(Database& database, std::span<const Migration> migrations, int from) {
    for (auto version = static_cast<std::size_t>(from); version < migrations.size(); ++version) {
        const auto& migration = migrations[version];
        const auto applied = database.transaction(Database::Access::write, [&] {
            return database.script(std::string(migration.sql)).and_then([&] {
                return write_meta(database, "schema_version", static_cast<std::int64_t>(version + 1));
            });
        });
        if (!applied) return applied;
        reached("migration.applied");
    }
    return {};
}

Status upgrade(Database& database, std::span<const Migration> migrations, int from) {
    if (static_cast<std::size_t>(from) == migrations.size()) return {};
    const auto copy = database.path() + ".schema-" + std::to_string(from);
    // One that is there already is from an upgrade that did not get to its end.
    std::error_code ignored;
    std::filesystem::remove(copy, ignored);
    // VACUUM fills a file that is there and empty, so it is ours alone from the first byte.
    if (auto made = platform::create_private_file(copy, {}); !made) return made;
    reached("migration.copying");
    return database.execute("VACUUM INTO ?", {copy}).and_then([&] {
        reached("migration.copied");
        return migrate(database, migrations, from);
    });
}

Result<Value> read_meta(Database& database, const std::string& name) {
    auto rows = database.run("SELECT value FROM meta WHERE name = ?", {name});
    if (!rows) return fail(rows.error());
    if (rows->size() != 1)
        return fail(damaged(database.path(), "a part of it is missing", "meta holds no " + name));
    return rows->front().front();
}

Status write_meta(Database& database, const std::string& name, const Value& value) {
    return database.execute(
        "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = "
        "excluded.value",
        {name, value});
}

}  // namespace roadcase::store
