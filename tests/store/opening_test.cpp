#include "store/open.h"

#include <filesystem>

#include "store/home.h"
#include "store/key_file.h"
#include "store/sealed_table.h"

namespace roadcase::store {
namespace {

namespace fs = std::filesystem;

/// Opens with other migrations than the program's own.
Result<std::unique_ptr<SealedStore>> open_with(Home& home, const std::vector<Migration>& migrations) {
    return open_sqlite_store(home.dir.path(), home.keys(), migrations, home.random);
}

std::vector<Migration> migrations_and(std::string_view second) {
    std::vector<Migration> migrations(all_migrations().begin(), all_migrations().end());
    migrations.push_back({"next.sql", second});
    return migrations;
}

/// The schema of this program.
std::string known() {
    return std::to_string(all_migrations().size());
}

template <class Opened>
std::string error_of(const Opened& opened) {
    return opened ? "it opened" : opened.error().one_line();
}

TEST(Opening, EveryFileIsPrivateWhateverTheUmask) {
    Home home;
    const auto before = umask(0);
    const auto store = home.open();
    ASSERT_TRUE(store->save(sample_account("acc_a")));
    umask(before);
    for (const auto* name : {"roadcase.db", "roadcase.db-wal", "roadcase.db-shm", "roadcase.key"})
        EXPECT_EQ(mode_of(home.dir / name), 0600u) << name;
}

TEST(Opening, TheConnectionIsSetForDurability) {
    Home home;
    home.open();
    auto raw = std::move(*Database::open(home.database()));
    for (const auto& [pragma, value] :
         std::vector<std::pair<std::string, Value>>{{"journal_mode", std::string("wal")},
                                                    {"synchronous", std::int64_t{2}},
                                                    {"foreign_keys", std::int64_t{1}},
                                                    {"trusted_schema", std::int64_t{0}},
                                                    {"temp_store", std::int64_t{2}},
                                                    {"secure_delete", std::int64_t{1}},
                                                    {"busy_timeout", std::int64_t{10'000}}})
        EXPECT_TRUE(raw->run("PRAGMA " + pragma)->front().front() == value) << pragma;
}

TEST(Opening, AFileOthersCanReachIsRefused) {
    struct Case {
        std::string file;
        mode_t mode;
    };
    for (const auto& [file, mode] : std::vector<Case>{{"roadcase.db", 0644},
                                                      {"roadcase.db", 0620},
                                                      {"roadcase.db-wal", 0640},
                                                      {"roadcase.db-shm", 0604},
                                                      {"roadcase.key", 0644}}) {
        Home home;
        const auto keep_open = home.open();
        ASSERT_EQ(chmod((home.dir / file).c_str(), mode), 0);
        const auto opened = home.try_open();
        ASSERT_FALSE(opened) << file;
        EXPECT_EQ(opened.error().code, "E105") << file;
        EXPECT_NE(opened.error().one_line().find("chmod 600 " + home.dir / file), std::string::npos)
            << opened.error().one_line();
    }
}

TEST(Opening, ADirectoryOthersCanEnterIsRefused) {
    Home home;
    chmod(home.dir.path().c_str(), 0755);
    const auto opened = home.try_open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, "E105");
}

TEST(Opening, ALinkIsRefused) {
    Home home;
    home.open();
    const auto elsewhere = home.dir / "elsewhere.db";
    fs::rename(home.database(), elsewhere);
    fs::create_symlink(elsewhere, home.database());
    EXPECT_NE(error_of(home.try_open()).find("E105"), std::string::npos);
    fs::remove(home.database());
    fs::create_hard_link(elsewhere, home.database());
    EXPECT_NE(error_of(home.try_open()).find("E105"), std::string::npos);
}

TEST(Opening, ADirectoryReachedThroughALinkIsFine) {
    Home home;
    test::TempDir other;
    fs::create_symlink(home.dir.path(), other / "link");
    home.open();
    const auto opened = open_sqlite_store(other / "link/.", home.key_file(), home.random);
    EXPECT_TRUE(opened) << error_of(opened);
}

TEST(Opening, AMissingKeyFileIsNamedAndNotReplaced) {
    Home home;
    home.open();
    fs::remove(home.key_file());
    EXPECT_NE(error_of(home.try_open()).find(home.key_file()), std::string::npos);
    EXPECT_FALSE(fs::exists(home.key_file()));
}

TEST(Opening, TheKeyOfAnotherDatabaseIsNamed) {
    Home home;
    home.open();
    KeyWrap wrap;
    KeyFile other(home.dir / "other.key");
    const auto stranger = *other.prepare(wrap, nullptr, home.random);
    fs::rename(home.dir / "other.key", home.key_file());
    const auto error = error_of(home.try_open());
    EXPECT_NE(error.find(home.key_file() + " is not the key of " + home.database()), std::string::npos)
        << error;
    EXPECT_EQ(error.find(stranger.reveal()), std::string::npos);
}

TEST(Opening, ANewDatabaseTakesTheKeyThatIsThere) {
    Home home;
    home.open();
    const auto key = bytes_of(home.key_file());
    fs::remove(home.database());
    ASSERT_TRUE(home.open());
    EXPECT_EQ(bytes_of(home.key_file()), key);
}

TEST(Opening, AnEmptyOrForeignFileIsDamageAndStays) {
    for (const auto& content : {std::string(), std::string("not a database"), std::string(8192, 'x')}) {
        Home home;
        home.open();
        write_bytes(home.database(), content);
        const auto error = error_of(home.try_open());
        EXPECT_NE(error.find("damaged"), std::string::npos) << error;
        EXPECT_NE(error.find(home.database()), std::string::npos) << error;
        EXPECT_EQ(bytes_of(home.database()), content);
    }
}

TEST(Opening, AnOrphanedJournalIsNotSwallowedByANewDatabase) {
    Home home;
    write_bytes(home.database() + "-wal", "the newest tokens may be in here");
    EXPECT_NE(error_of(home.try_open()).find("roadcase.db-wal is still there"), std::string::npos);
    EXPECT_FALSE(fs::exists(home.database()));
}

TEST(Opening, ADraftThatACrashLeftIsNoObstacle) {
    Home home;
    write_bytes(home.database() + ".new", "half a database");
    EXPECT_TRUE(home.open());
    EXPECT_FALSE(fs::exists(home.database() + ".new"));
}

TEST(Opening, WithoutRandomnessNoDatabaseBegins) {
    Home home;
    home.random.broken = true;
    EXPECT_FALSE(home.try_open());
    EXPECT_FALSE(fs::exists(home.database()));
    EXPECT_FALSE(fs::exists(home.key_file()));
}

TEST(Opening, ANewerSchemaIsRefusedWithBothNumbersAndLeftAlone) {
    Home home;
    ASSERT_TRUE(home.open()->save(sample_account("acc_a")));
    home.meddle("UPDATE meta SET value = 9 WHERE name = 'schema_version'");
    const auto before = bytes_of(home.database());
    const auto opened = home.try_open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, "E107");
    EXPECT_EQ(opened.error().title,
              "The saved data was made by a newer Roadcase (schema 9, this one knows " + known() + ").");
    EXPECT_EQ(bytes_of(home.database()), before);
}

TEST(Opening, MigrationsAreNumberedWithoutGaps) {
    int number = 0;
    for (const auto& migration : all_migrations()) {
        char expected[16];
        std::snprintf(expected, sizeof expected, "%03d.sql", ++number);
        EXPECT_EQ(migration.name, expected);
    }
    EXPECT_GT(number, 0);
}

TEST(Opening, AnUpgradeKeepsTheDataAndACopyOfTheOldSchema) {
    Home home;
    const auto account = sample_account("acc_a");
    ASSERT_TRUE(home.open()->save(account));
    {
        const auto upgraded = open_with(home, migrations_and("ALTER TABLE keys ADD COLUMN note TEXT;"));
        ASSERT_TRUE(upgraded) << error_of(upgraded);
        EXPECT_EQ(described((*upgraded)->account("acc_a")), described(account));
    }
    const auto next = std::to_string(all_migrations().size() + 1);
    EXPECT_NE(error_of(home.try_open()).find("schema " + next + ", this one knows " + known()),
              std::string::npos);
    const auto copy = home.database() + ".schema-" + known();
    EXPECT_EQ(mode_of(copy), 0600u);
    fs::rename(copy, home.database());
    EXPECT_EQ(described(home.open()->account("acc_a")), described(account));
}

TEST(Opening, AFailedMigrationChangesNothing) {
    Home home;
    const auto account = sample_account("acc_a");
    ASSERT_TRUE(home.open()->save(account));
    EXPECT_FALSE(open_with(home, migrations_and("ALTER TABLE keys ADD COLUMN note TEXT; NONSENSE;")));
    EXPECT_EQ(described(home.open()->account("acc_a")), described(account));
    const auto upgraded = open_with(home, migrations_and("ALTER TABLE keys ADD COLUMN note TEXT;"));
    EXPECT_TRUE(upgraded) << error_of(upgraded);
}

TEST(Opening, AColumnThatIsAddedLaterBreaksNoSeal) {
    Home home;
    home.open();
    auto raw = std::move(*Database::open(home.database()));
    const Sealer sealer(Secret(std::string(32, 'k')), home.random);
    ASSERT_TRUE(raw->script("CREATE TABLE things (id TEXT PRIMARY KEY, a TEXT, sealed BLOB)"));
    const TableShape old_shape{"things", "thing", {"id", "a"}};
    ASSERT_TRUE(
        SealedTable(*raw, sealer, old_shape).put({{std::string("1"), std::monostate{}}, {Secret("s")}}));
    ASSERT_TRUE(raw->script("ALTER TABLE things ADD COLUMN b TEXT"));
    const TableShape new_shape{"things", "thing", {"id", "a", "b"}};
    SealedTable things(*raw, sealer, new_shape);
    const auto rows = things.where({}, {});
    ASSERT_TRUE(rows) << rows.error().one_line();
    EXPECT_EQ(rows->front().secrets.front().reveal(), "s");
    ASSERT_TRUE(raw->script("UPDATE things SET b = 'forged'"));
    EXPECT_FALSE(things.where({}, {}));
}

}  // namespace
}  // namespace roadcase::store
