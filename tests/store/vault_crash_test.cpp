// A rekeying or a rotation that is killed at each of its steps.
#include <csignal>

#include "core/milestone.h"
#include "store/key_sources.h"

namespace {
std::string deadly;
}

/// Takes the place of the product's, which does nothing.
void roadcase::reached(std::string_view milestone) {
    if (milestone == deadly) raise(SIGKILL);
}

namespace roadcase::store {
namespace {

const Time later = from_unix(1'800'086'400);

/// Runs `work` on the open store in a process that dies at `milestone`. False: it lived.
template <class Work>
bool dies_at(const char* milestone, Sources& sources, Work work) {
    const pid_t child = fork();
    if (child == 0) {
        const auto store = sources.open();
        deadly = milestone;
        (void)work(*store);
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL;
}

/// Opens what the killed one left, and finds it whole and tidy.
void expect_whole(Sources& sources, const std::string& how) {
    const auto store = sources.open();
    ASSERT_TRUE(store) << how;
    EXPECT_EQ(described(store->account("acc_a")), described(sample_account("acc_a"))) << how;
    const bool file = store->vault_status()->source == KeyKind::file;
    EXPECT_EQ(std::filesystem::exists(sources.home.key_file()), file) << how;
    EXPECT_FALSE(std::filesystem::exists(sources.home.key_file() + ".new")) << how;
    EXPECT_TRUE(store->rotate(later)) << how;
    EXPECT_TRUE(store->rekey(sources.source(KeyKind::file), later)) << how;
    EXPECT_EQ(described(store->account("acc_a")), described(sample_account("acc_a"))) << how;
}

TEST(VaultCrash, ARekeyingKilledAtAnyStepLeavesTheOldOrTheNewKey) {
    struct Case {
        KeyKind from;
        KeyKind to;
    };
    for (const auto& [from, to] :
         {Case{KeyKind::file, KeyKind::file}, Case{KeyKind::file, KeyKind::passphrase},
          Case{KeyKind::passphrase, KeyKind::file}, Case{KeyKind::keyring, KeyKind::keyring},
          Case{KeyKind::file, KeyKind::keyring}, Case{KeyKind::passphrase, KeyKind::passphrase}})
        for (const auto* milestone : {"vault.key_kept", "vault.rewrapped", "vault.settled"}) {
            Sources sources;
            ASSERT_TRUE(sources.open(from)->save(sample_account("acc_a")));
            const auto how =
                std::string(word_of(from)) + " to " + std::string(word_of(to)) + " at " + milestone;
            ASSERT_TRUE(dies_at(milestone, sources, [&](Vault& vault) {
                return vault.rekey(sources.source(to), later);
            })) << how;
            // Before the switch nothing but the old key may be needed; after it nothing but the new one.
            const bool switched = std::string_view(milestone) != "vault.key_kept";
            EXPECT_EQ(sources.open()->vault_status()->source, switched ? to : from) << how;
            expect_whole(sources, how);
        }
}

TEST(VaultCrash, ARotationKilledAtAnyStepLeavesTheOldOrTheNewSeals) {
    for (const auto* milestone : {"vault.resealed", "vault.rotated", "vault.log_truncated"}) {
        Sources sources;
        ASSERT_TRUE(sources.open(KeyKind::file)->save(sample_account("acc_a")));
        ASSERT_TRUE(dies_at(milestone, sources, [](Vault& vault) { return vault.rotate(later); }))
            << milestone;
        const bool done = std::string_view(milestone) != "vault.resealed";
        EXPECT_EQ(sources.open()->vault_status()->data_key_made == later, done) << milestone;
        expect_whole(sources, milestone);
    }
}

}  // namespace
}  // namespace roadcase::store
