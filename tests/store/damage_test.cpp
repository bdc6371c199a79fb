#include <filesystem>

#include "store/key_sources.h"

namespace roadcase::store {
namespace {

/// Everything the store gives, by every way to ask; or the first Error.
Result<std::string> everything(Home& home) {
    auto opened = home.try_open();
    if (!opened) return fail(opened.error());
    auto& store = **opened;
    std::string text;
    std::optional<Error> problem;
    const auto add = [&](const auto& result) {
        text += described(result) + "\n--\n";
        if (!result && !problem) problem = result.error();
    };
    for (const std::string id : {"acc_a", "acc_b", "acc_c"}) {
        add(store.account(id));
        add(store.account_named("twitch", id));
        add(store.account_with_subject("twitch", "subject-of-" + id));
    }
    add(store.accounts());
    add(store.due(from_unix(1'900'000'000), 100, {}));
    const auto unfinished = store.unfinished_refreshes();
    add(unfinished);
    if (unfinished)
        for (const auto& row : *unfinished)
            if (row.generation == unknown_generation)
                problem = make_error(
                    ErrorKind::internal, "",
                    "The journal of account " + row.account_id + " in roadcase.db cannot be read.");
    add(store.keys());
    add(store.key_with_hash(sample_key("key_a").hash));
    add(store.handles());
    add(store.links());
    add(store.pending("pending"));
    add(store.document("document"));
    add(store.activity(100));
    if (problem) return fail(*problem);
    return text;
}

void fill(Store& store) {
    for (const std::string id : {"acc_a", "acc_b", "acc_c"}) {
        auto record = sample_account(id, id);
        record.next_attempt_at = from_unix(1'800'000'000);
        ASSERT_TRUE(store.save(record));
    }
    ASSERT_TRUE(store.begin_refresh({"acc_b", 1, from_unix(1), 1, "owner", from_unix(200)}));
    ASSERT_TRUE(store.add_key(sample_key("key_a")));
    ASSERT_TRUE(store.add_handle(sample_handle("hdl_a")));
    ASSERT_TRUE(store.put_link(sample_link("lnk_a")));
    ASSERT_TRUE(store.put_pending(sample_pending("pending"), 10));
    ASSERT_TRUE(store.put_document("document", Secret("body"), from_unix(1)));
    ASSERT_TRUE(
        store.add_activity({0, from_unix(1), "account.connected", "twitch", "terminal", "A sentence."}));
}

struct Damage : testing::Test {
    Home home;
    std::string whole;
    std::string sound;

    void SetUp() override {
        fill(*home.open());
        whole = *everything(home);
        sound = bytes_of(home.database());
        ASSERT_FALSE(std::filesystem::exists(home.database() + "-wal"));
    }
    void put(const std::string& bytes) {
        write_bytes(home.database(), bytes);
        for (const auto* suffix : {"-wal", "-shm"}) std::filesystem::remove(home.database() + suffix);
    }
    /// The data as it was, or an Error that names the file: nothing else. True: the damage was noticed.
    bool same_or_named(const std::string& how) {
        const auto read = everything(home);
        if (read) {
            EXPECT_EQ(*read, whole) << how;
            return false;
        }
        EXPECT_NE(read.error().one_line().find("roadcase.db"), std::string::npos)
            << how << ": " << read.error().one_line();
        return true;
    }
};

// Every byte would take minutes. Most of the file is empty space, where a flip changes nothing.
TEST_F(Damage, AFlippedBitGivesTheSameDataOrANamedError) {
    int noticed = 0;
    for (std::size_t at = 0; at < sound.size(); ++at) {
        if (at % (sound[at] == 0 ? 997 : 13) != 0) continue;
        auto bytes = sound;
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << at % 8));
        put(bytes);
        if (same_or_named("byte " + std::to_string(at))) ++noticed;
    }
    EXPECT_GT(noticed, 50);
}

TEST_F(Damage, EveryBitOfTheFileHeaderIsSafe) {
    for (std::size_t bit = 0; bit < 100 * 8; bit += 3) {
        auto bytes = sound;
        bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
        put(bytes);
        same_or_named("bit " + std::to_string(bit));
    }
}

TEST_F(Damage, ACutFileIsNoticed) {
    for (std::size_t size = 0; size < sound.size(); size += 1111) {
        put(sound.substr(0, size));
        EXPECT_FALSE(everything(home)) << size;
    }
}

TEST_F(Damage, AppendedBytesChangeNothing) {
    put(sound + std::string(10'000, 'x'));
    same_or_named("appended");
}

TEST_F(Damage, SwappedTokensAreNoticed) {
    home.meddle(
        "CREATE TEMP TABLE other AS SELECT * FROM tokens;"
        "UPDATE tokens SET sealed = (SELECT sealed FROM other WHERE other.account_id <> tokens.account_id"
        " AND other.account_id IN ('acc_a', 'acc_b')) WHERE account_id IN ('acc_a', 'acc_b')");
    const auto store = home.open();
    for (const std::string id : {"acc_a", "acc_b"}) {
        const auto read = store->account(id);
        ASSERT_FALSE(read);
        EXPECT_NE(read.error().title.find(id), std::string::npos) << read.error().one_line();
    }
    EXPECT_TRUE(store->account("acc_c")) << "the others are not affected";
}

TEST_F(Damage, SwappedRowsAreNoticed) {
    home.meddle(
        "PRAGMA foreign_keys = OFF; UPDATE tokens SET account_id = 'acc_x' WHERE account_id = 'acc_a';"
        "UPDATE tokens SET account_id = 'acc_a' WHERE account_id = 'acc_b';"
        "UPDATE tokens SET account_id = 'acc_b' WHERE account_id = 'acc_x';");
    EXPECT_FALSE(home.open()->account("acc_a"));
}

TEST_F(Damage, AnOlderTokenRowPutBackIsNoticed) {
    home.meddle("CREATE TABLE old AS SELECT * FROM tokens WHERE account_id = 'acc_a'");
    auto renewed = sample_account("acc_a", "acc_a");
    renewed.generation = 2;
    renewed.tokens = sample_tokens("new");
    ASSERT_TRUE(home.open()->save(renewed));
    home.meddle("INSERT OR REPLACE INTO tokens SELECT * FROM old");
    EXPECT_NE(described(home.open()->account("acc_a")).find("acc_a cannot be read"), std::string::npos);
    home.meddle("UPDATE tokens SET generation = 2 WHERE account_id = 'acc_a'");
    EXPECT_NE(described(home.open()->account("acc_a")).find("acc_a cannot be read"), std::string::npos);
}

TEST_F(Damage, MissingTokensAreNoticed) {
    home.meddle("DELETE FROM tokens WHERE account_id = 'acc_a'");
    EXPECT_NE(described(home.open()->account("acc_a")).find("acc_a cannot be read"), std::string::npos);
}

TEST_F(Damage, EveryChangedColumnIsNoticed) {
    struct Case {
        std::string change;
        std::string named;
    };
    for (const auto& [change, named] : std::vector<Case>{
             {"UPDATE accounts SET generation = 0 WHERE id = 'acc_a'", "account acc_a"},
             {"UPDATE accounts SET status = 'paused' WHERE id = 'acc_a'", "account acc_a"},
             {"UPDATE accounts SET has_tokens = 0 WHERE id = 'acc_a'", "account acc_a"},
             {"UPDATE accounts SET problem_since = 1 WHERE id = 'acc_a'", "account acc_a"},
             {"UPDATE accounts SET subject = name, name = subject WHERE id = 'acc_a'", "account acc_a"},
             {"UPDATE tokens SET expires_at = 1 WHERE account_id = 'acc_b'", "account acc_b"},
             {"UPDATE refresh_journal SET generation = 2", "account acc_b"},
             {"UPDATE keys SET expires_at = NULL, uses = 1", "key key_a"},
             {"UPDATE keys SET paused = 1", "key key_a"},
             {"UPDATE handles SET account_id = 'acc_b'", "handle hdl_a"},
             {"UPDATE links SET path = '/home/nova/.bashrc'", "link lnk_a"},
             {"UPDATE pending_authorizations SET created_at = 1", "sign-in pending"},
             {"UPDATE accounts SET grant_type = 'client_credentials' WHERE id = 'acc_a'", "account acc_a"},
             {"UPDATE documents SET at = 2", "document document"},
             {"UPDATE activity SET text = 'Another.'", "activity entry 1"},
             {"DELETE FROM meta WHERE name = 'data_key'", "data_key"},
             {"DELETE FROM meta WHERE name = 'schema_version'", "schema_version"}}) {
        put(sound);
        home.meddle(change);
        const auto read = everything(home);
        ASSERT_FALSE(read) << change;
        EXPECT_NE(read.error().one_line().find(named), std::string::npos) << read.error().one_line();
    }
}

TEST_F(Damage, AnAccountThatCannotBeReadCanBeForgottenOrSignedInAgain) {
    home.meddle("UPDATE accounts SET problem = 'x' WHERE id IN ('acc_a', 'acc_b')");
    const auto store = home.open();
    ASSERT_TRUE(store->remove_account("acc_a"));
    ASSERT_TRUE(store->save(sample_account("acc_b", "acc_b")));
    EXPECT_TRUE(store->accounts());
}

TEST_F(Damage, AFlippedBitIsNoticedInARotatedDatabaseToo) {
    ASSERT_TRUE(home.open()->rotate(from_unix(1'800'000'000)));
    sound = bytes_of(home.database());
    int noticed = 0;
    for (std::size_t at = 0; at < sound.size(); ++at) {
        if (at % (sound[at] == 0 ? 1997 : 41) != 0) continue;
        auto bytes = sound;
        bytes[at] = static_cast<char>(bytes[at] ^ (1 << at % 8));
        put(bytes);
        if (same_or_named("byte " + std::to_string(at))) ++noticed;
    }
    EXPECT_GT(noticed, 20);
}

TEST_F(Damage, ARowFromBeforeARotationDoesNotFitAnyMore) {
    home.meddle("CREATE TABLE old AS SELECT * FROM tokens WHERE account_id = 'acc_a'");
    ASSERT_TRUE(home.open()->rotate(from_unix(1'800'000'000)));
    home.meddle("INSERT OR REPLACE INTO tokens SELECT * FROM old");
    EXPECT_NE(described(home.open()->account("acc_a")).find("acc_a cannot be read"), std::string::npos);
}

TEST_F(Damage, EveryFlippedBitOfTheKeyFileIsNamed) {
    const auto key = bytes_of(home.key_file());
    for (std::size_t bit = 0; bit < key.size() * 8; bit += 3) {
        auto bytes = key;
        bytes[bit / 8] = static_cast<char>(bytes[bit / 8] ^ (1 << bit % 8));
        write_bytes(home.key_file(), bytes);
        const auto opened = home.try_open();
        ASSERT_FALSE(opened) << bit;
        EXPECT_NE(opened.error().one_line().find(home.key_file()), std::string::npos)
            << opened.error().one_line();
        EXPECT_EQ(bytes_of(home.key_file()), bytes) << "it stays for a look at it";
    }
}

TEST_F(Damage, ACutOrLongerKeyFileIsNamed) {
    const auto key = bytes_of(home.key_file());
    for (const auto& bytes : {std::string(), key.substr(0, key.size() / 2), key + "x", key + key}) {
        write_bytes(home.key_file(), bytes);
        const auto opened = home.try_open();
        ASSERT_FALSE(opened) << bytes.size();
        EXPECT_NE(opened.error().one_line().find(home.key_file()), std::string::npos);
    }
}

/// A row of meta with one bit flipped; the type stays.
std::string flipped_meta(const Home& home, const std::string& name, std::size_t at) {
    auto raw = std::move(*Database::open(home.database()));
    const auto value = raw->run("SELECT CAST(value AS BLOB) FROM meta WHERE name = ?", {name});
    auto bytes = std::get<Blob>(value->front().front()).bytes;
    if (at >= bytes.size()) return {};
    bytes[at] = static_cast<char>(bytes[at] ^ (1 << at % 7));
    const auto literal = "x'" + hex_encode(bytes) + "'";
    return "UPDATE meta SET value = " + (name == "key_wrap" ? "CAST(" + literal + " AS TEXT)" : literal) +
           " WHERE name = '" + name + "'";
}

TEST_F(Damage, AFlippedBitInTheWrappedKeyOrInWhatIsSaidOfItIsNamed) {
    Sources sources;
    fill(*sources.open(KeyKind::passphrase));
    const auto untouched = bytes_of(sources.home.database());
    for (const std::string name : {"data_key", "key_wrap"})
        for (std::size_t at = 0;; at += 4) {
            write_bytes(sources.home.database(), untouched);
            const auto change = flipped_meta(sources.home, name, at);
            if (change.empty()) break;
            sources.home.meddle(change);
            const auto error = sources.error_of_opening();
            EXPECT_NE(error.find(sources.home.database()), std::string::npos) << change << ": " << error;
        }
    write_bytes(sources.home.database(), untouched);
    EXPECT_EQ(sources.error_of_opening(), "it opened") << "the control";
}

TEST_F(Damage, AForgedCostOfScryptTakesNeitherTimeNorMemory) {
    Sources sources;
    fill(*sources.open(KeyKind::passphrase));
    for (const std::string cost : {"\"n\":1048576,\"r\":16", "\"n\":1073741824,\"r\":1", "\"n\":0,\"r\":1"}) {
        sources.home.meddle("UPDATE meta SET value = replace(value, '\"n\":16,\"r\":1', '" + cost +
                            "') WHERE name = 'key_wrap'");
        EXPECT_NE(sources.error_of_opening().find("it does not say where its key is"), std::string::npos)
            << cost;
        sources.home.meddle("UPDATE meta SET value = replace(value, '" + cost +
                            "', '\"n\":16,\"r\":1') WHERE name = 'key_wrap'");
    }
    EXPECT_EQ(sources.error_of_opening(), "it opened") << "the control";
}

}  // namespace
}  // namespace roadcase::store
