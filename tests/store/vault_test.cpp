#include "store/vault.h"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "store/key_file.h"
#include "store/key_sources.h"
#include "store/schema.h"
#include "store/sealing.h"

namespace roadcase::store {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const Time later = from_unix(1'800'086'400);

std::string text(KeyKind kind) {
    return std::string(word_of(kind));
}

/// Every seal in the database, as it lies there.
std::vector<std::string> seals(const Home& home) {
    auto raw = std::move(*Database::open(home.database()));
    std::vector<std::string> found;
    for (const auto* query :
         {"SELECT sealed FROM accounts", "SELECT sealed FROM tokens", "SELECT sealed FROM refresh_journal",
          "SELECT sealed FROM keys", "SELECT sealed FROM pending_authorizations",
          "SELECT sealed FROM documents", "SELECT sealed FROM activity",
          "SELECT value FROM meta WHERE name = 'data_key'"}) {
        const auto rows = raw->run(query);
        for (const auto& row : *rows) found.push_back(std::get<Blob>(row.front()).bytes);
    }
    return found;
}

void fill(Store& store) {
    for (const std::string id : {"acc_a", "acc_b"}) ASSERT_TRUE(store.save(sample_account(id, id)));
    ASSERT_TRUE(store.begin_refresh({"acc_b", 1, from_unix(1), 1, "owner", from_unix(200)}));
    ASSERT_TRUE(store.add_key(sample_key("key_a")));
    ASSERT_TRUE(store.put_pending(sample_pending("pending"), 10));
    ASSERT_TRUE(store.put_document("document", Secret("body"), from_unix(1)));
    ASSERT_TRUE(store.add_activity({0, from_unix(1), "account.connected", "twitch", "terminal", "Said."}));
}

std::string content(Store& store) {
    return described(store.account("acc_a")) + described(store.account("acc_b")) +
           described(store.unfinished_refreshes()) + described(store.keys()) +
           described(store.pending("pending")) + described(store.document("document")) +
           described(store.activity(10));
}

TEST(Vault, EverySourceSealsANewDatabaseAndOpensItAgain) {
    for (const auto kind : all_kinds) {
        Sources sources;
        ASSERT_TRUE(sources.open(kind)->save(sample_account("acc_a"))) << text(kind);
        for (const auto wanted : {std::optional<KeyKind>(), std::optional(kind)}) {
            const auto store = sources.open(wanted);
            EXPECT_EQ(described(store->account("acc_a")), described(sample_account("acc_a")));
            const auto status = store->vault_status();
            ASSERT_TRUE(status);
            EXPECT_EQ(status->source, kind);
            EXPECT_FALSE(status->place.empty());
            EXPECT_EQ(status->schema, static_cast<int>(all_migrations().size()));
            EXPECT_EQ(status->accounts, 1u);
            EXPECT_EQ(status->data_key_made, from_unix(1'800'000'000));
        }
        EXPECT_EQ(fs::exists(sources.home.key_file()), kind == KeyKind::file) << text(kind);
    }
}

TEST(Vault, AutoTakesTheCommandThenTheCredentialThenAFile) {
    struct Case {
        bool command;
        bool credential;
        KeyKind taken;
    };
    for (const auto& [command, credential, taken] :
         {Case{true, true, KeyKind::command}, Case{false, true, KeyKind::systemd},
          Case{false, false, KeyKind::file}}) {
        Sources sources;
        auto keys = sources.keys();
        if (!command) keys.command.clear();
        if (!credential) keys.credential.clear();
        EXPECT_EQ(sources.home.open(keys)->vault_status()->source, taken);
    }
}

TEST(Vault, AConfigurationThatNamesAnotherSourceIsSaidAndChangesNothing) {
    Sources sources;
    sources.open(KeyKind::passphrase);
    const auto before = bytes_of(sources.home.database());
    const auto error = sources.error_of_opening(KeyKind::file);
    EXPECT_THAT(
        error,
        HasSubstr("E104 The saved data is sealed with a passphrase, but config.toml asks for a key file."));
    EXPECT_THAT(error, HasSubstr("encryption_key = \"passphrase\""));
    EXPECT_FALSE(fs::exists(sources.home.key_file()));
    EXPECT_EQ(bytes_of(sources.home.database()), before);
}

TEST(Vault, AWrongKeyIsNamedAndNotShown) {
    struct Case {
        KeyKind kind;
        std::string named;
    };
    for (const auto& [kind, named] : {Case{KeyKind::passphrase, "E603 Wrong passphrase"},
                                      Case{KeyKind::command, "the command planted-command is not the key of"},
                                      Case{KeyKind::systemd, "roadcase-key is not the key of"}}) {
        Sources sources;
        sources.open(kind);
        sources.passphrase = "planted-other-text-1";
        sources.said_by_command = sources.passphrase;
        write_bytes(sources.credential(), sources.passphrase);
        const auto error = sources.error_of_opening();
        EXPECT_THAT(error, HasSubstr(named));
        EXPECT_THAT(error, HasSubstr(sources.home.database()));
        EXPECT_EQ(error.find(sources.passphrase), std::string::npos);
    }
}

TEST(Vault, ALockedOrEmptyKeyringIsE108AndNothingElseIsTried) {
    Sources sources;
    sources.open(KeyKind::keyring);
    sources.keyring_is_locked = true;
    EXPECT_THAT(sources.error_of_opening(), HasSubstr("E108"));
    sources.keyring_is_locked = false;
    fs::remove_all(sources.keyring());
    EXPECT_THAT(sources.error_of_opening(),
                HasSubstr("E108 The key of the saved data is not in the desktop keyring."));
    EXPECT_FALSE(fs::exists(sources.home.key_file()));
    EXPECT_FALSE(fs::exists(sources.keyring()));
}

TEST(Vault, ANewDatabaseIsNotMadeWithoutTheSourceThatIsAskedFor) {
    Sources sources;
    sources.keyring_is_locked = true;
    EXPECT_THAT(sources.error_of_opening(KeyKind::keyring), HasSubstr("E108"));
    EXPECT_FALSE(fs::exists(sources.home.database()));
    auto keys = sources.keys(KeyKind::systemd);
    keys.credential.clear();
    EXPECT_THAT(sources.home.try_open(keys).error().one_line(), HasSubstr("roadcase-key"));
    keys = sources.keys(KeyKind::command);
    keys.command.clear();
    EXPECT_THAT(sources.home.try_open(keys).error().one_line(), HasSubstr("encryption_key_command"));
    EXPECT_FALSE(fs::exists(sources.home.database()));
}

TEST(Vault, ADatabaseFromBeforeThereWasAChoiceHasAKeyFile) {
    Sources sources;
    sources.open(KeyKind::file);
    const auto key = *key_from_line(bytes_of(sources.home.key_file()));
    const auto old = Sealer(key, sources.home.random).seal(Secret(std::string(32, 'd')), "meta|data_key");
    sources.home.meddle("UPDATE meta SET value = x'" + hex_encode(*old) +
                        "' WHERE name = 'data_key'; DELETE FROM meta WHERE name = 'key_wrap'");
    const auto store = sources.open();
    ASSERT_TRUE(store);
    EXPECT_EQ(store->vault_status()->source, KeyKind::file);
    EXPECT_EQ(store->vault_status()->data_key_made, std::nullopt);
    ASSERT_TRUE(store->save(sample_account("acc_a")));
    ASSERT_TRUE(store->rekey(sources.source(KeyKind::passphrase), later));
    EXPECT_FALSE(fs::exists(sources.home.key_file()));
    EXPECT_EQ(described(sources.open()->account("acc_a")), described(sample_account("acc_a")));
}

TEST(Vault, RekeysFromEverySourceToEveryOther) {
    for (const auto from : all_kinds)
        for (const auto to : all_kinds) {
            Sources sources;
            const auto name = text(from) + " to " + text(to);
            auto store = sources.open(from);
            fill(*store);
            const auto before = content(*store);
            const auto rekeyed = store->rekey(sources.source(to), later);
            ASSERT_TRUE(rekeyed) << name << " " << rekeyed.error().one_line();
            EXPECT_EQ(store->vault_status()->source, to) << name;
            EXPECT_EQ(store->vault_status()->wrapped, later) << name;
            EXPECT_EQ(content(*store), before) << name << ", while it is open";
            store.reset();
            store = sources.open(to);
            ASSERT_TRUE(store) << name;
            EXPECT_EQ(content(*store), before) << name;
            EXPECT_EQ(store->vault_status()->data_key_made, from_unix(1'800'000'000));
            EXPECT_EQ(fs::exists(sources.home.key_file()), to == KeyKind::file) << name;
            EXPECT_FALSE(fs::exists(sources.home.key_file() + ".new")) << name;
            const auto entries = fs::exists(sources.keyring())
                                     ? std::distance(fs::directory_iterator(sources.keyring()), {})
                                     : 0;
            EXPECT_EQ(entries, to == KeyKind::keyring ? 1 : 0) << name;
        }
}

TEST(Vault, TheOldKeyOpensNothingAfterARekeying) {
    Sources sources;
    auto store = sources.open(KeyKind::file);
    const auto old_key = bytes_of(sources.home.key_file());
    const auto old_database = bytes_of(sources.home.database());
    ASSERT_TRUE(store->rekey(sources.source(KeyKind::file), later));
    store.reset();
    const auto new_key = bytes_of(sources.home.key_file());
    EXPECT_NE(new_key, old_key);
    write_bytes(sources.home.key_file(), old_key);
    EXPECT_THAT(sources.error_of_opening(), HasSubstr("is not the key of"));
    write_bytes(sources.home.database(), old_database);
    EXPECT_EQ(sources.error_of_opening(), "it opened") << "the control: key and database of one time";
}

TEST(Vault, ASourceThatDoesNotSayTheSameTwiceIsNotTaken) {
    Sources sources;
    const auto store = sources.open(KeyKind::file);
    auto keys = sources.keys();
    int calls = 0;
    keys.run_command = [&](const auto&) -> Result<Secret> {
        return Secret("planted-text-of-a-command-" + std::to_string(++calls));
    };
    const auto rekeyed = store->rekey(std::move(*make_key_source(KeyKind::command, keys)), later);
    ASSERT_FALSE(rekeyed);
    EXPECT_THAT(rekeyed.error().title, HasSubstr("was not changed"));
    EXPECT_EQ(store->vault_status()->source, KeyKind::file);
    EXPECT_EQ(sources.error_of_opening(), "it opened");
}

TEST(Vault, RotatingSealsEveryRowAnewAndLeavesNoOldSealInAnyFile) {
    for (const auto kind : {KeyKind::file, KeyKind::passphrase}) {
        Sources sources;
        auto store = sources.open(kind);
        fill(*store);
        const auto before = content(*store);
        const auto old = seals(sources.home);
        ASSERT_EQ(old.size(), 10u);
        const auto rotated = store->rotate(later);
        ASSERT_TRUE(rotated) << rotated.error().one_line();
        EXPECT_EQ(content(*store), before);
        EXPECT_EQ(store->vault_status()->data_key_made, later);
        EXPECT_EQ(store->vault_status()->wrapped, from_unix(1'800'000'000));
        for (const auto& seal : old)
            for (const auto* suffix : {"", "-wal"})
                EXPECT_EQ(bytes_of(sources.home.database() + suffix).find(seal), std::string::npos) << suffix;
        ASSERT_TRUE(store->save(sample_account("acc_c", "c")));
        store.reset();
        EXPECT_EQ(content(*sources.open()), before);
        EXPECT_EQ(described(sources.open()->account("acc_c")), described(sample_account("acc_c", "c")));
    }
}

TEST(Vault, MoreRowsThanAPageAreAllSealedAnew) {
    Sources sources;
    auto store = sources.open(KeyKind::file);
    for (int i = 0; i < 1100; ++i)
        ASSERT_TRUE(store->add_activity({0, from_unix(i), "kind", "", "", "entry " + std::to_string(i)}));
    ASSERT_TRUE(store->rotate(later));
    store.reset();
    const auto read = sources.open()->activity(2000);
    ASSERT_TRUE(read) << read.error().one_line();
    EXPECT_EQ(read->size(), 1100u);
}

TEST(Vault, ADamagedRowStopsARotationThatThenChangesNothing) {
    Sources sources;
    fill(*sources.open(KeyKind::file));
    sources.home.meddle("UPDATE accounts SET problem = 'x' WHERE id = 'acc_b'");
    auto store = sources.open();
    const auto before = seals(sources.home);
    const auto rotated = store->rotate(later);
    ASSERT_FALSE(rotated);
    EXPECT_THAT(rotated.error().title, HasSubstr("account acc_b cannot be read"));
    EXPECT_EQ(seals(sources.home), before);
    EXPECT_EQ(described(store->account("acc_a")), described(sample_account("acc_a", "acc_a")));
}

TEST(Vault, ReadersAndWritersGoOnWhileKeysChange) {
    Sources sources;
    const auto store = sources.open(KeyKind::file);
    fill(*store);
    std::atomic<bool> stop{false};
    std::atomic<int> done{0};
    std::atomic<int> failed{0};
    std::vector<std::thread> others;
    others.emplace_back([&] {
        for (std::int64_t generation = 2; !stop; ++generation, ++done) {
            auto record = sample_account("acc_a", "acc_a");
            record.generation = generation;
            if (!store->save(record)) ++failed;
        }
    });
    for (const std::string id : {"acc_a", "acc_b"})
        others.emplace_back([&, id] {
            for (; !stop; ++done)
                if (!store->account(id)) ++failed;
        });
    for (int i = 0; i < 5; ++i) {
        EXPECT_TRUE(store->rotate(later));
        EXPECT_TRUE(store->rekey(sources.source(KeyKind::file), later));
    }
    stop = true;
    for (auto& each : others) each.join();
    EXPECT_EQ(failed, 0);
    EXPECT_GT(done, 0);
}

TEST(Vault, WithoutRandomnessNothingChanges) {
    Sources sources;
    const auto store = sources.open(KeyKind::file);
    fill(*store);
    const auto before = seals(sources.home);
    sources.home.random.broken = true;
    EXPECT_FALSE(store->rotate(later));
    EXPECT_FALSE(store->rekey(sources.source(KeyKind::file), later));
    EXPECT_FALSE(store->rekey(sources.source(KeyKind::passphrase), later));
    sources.home.random.broken = false;
    EXPECT_EQ(seals(sources.home), before);
    EXPECT_EQ(sources.error_of_opening(), "it opened");
}

}  // namespace
}  // namespace roadcase::store
