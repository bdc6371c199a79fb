#include <sys/resource.h>

#include <csignal>
#include <filesystem>

#include "store/home.h"

namespace roadcase::store {
namespace {

AccountRecord of_generation(std::int64_t generation) {
    auto record = sample_account("acc_a");
    record.generation = generation;
    record.tokens = sample_tokens(std::to_string(generation));
    return record;
}

/// Saves one generation after the other and reports each when it is saved, until it is killed.
[[noreturn]] void save_until_killed(Home& home, std::int64_t from, int report) {
    auto store = home.try_open();
    for (auto generation = from; store && (*store)->save(of_generation(generation)); ++generation)
        if (write(report, &generation, sizeof generation) != sizeof generation) break;
    _exit(1);
}

/// Kills such a process after `saves` reports and gives the last one it made.
std::int64_t last_reported(Home& home, std::int64_t from, int saves) {
    int ends[2];
    EXPECT_EQ(pipe(ends), 0);
    const pid_t child = fork();
    if (child == 0) save_until_killed(home, from, ends[1]);
    close(ends[1]);
    std::int64_t last = 0;
    for (int i = 0; i < saves; ++i) EXPECT_EQ(read(ends[0], &last, sizeof last), ssize_t{sizeof last});
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    while (read(ends[0], &last, sizeof last) == sizeof last) continue;
    close(ends[0]);
    return last;
}

TEST(Crash, WhatWasSavedIsThereAfterAKill) {
    Home home;
    std::int64_t from = 1;
    for (const int saves : {1, 2, 3, 5, 8, 13, 21, 1, 1, 34}) {
        const auto reported = last_reported(home, from, saves);
        const auto read = home.open()->account("acc_a");
        ASSERT_TRUE(read && *read) << described(read);
        const auto found = (*read)->generation;
        // The save that was under way may have been finished, never half.
        EXPECT_TRUE(found == reported || found == reported + 1) << found << " after " << reported;
        EXPECT_EQ(described(**read), described(of_generation(found)));
        from = found + 1;
    }
}

TEST(Crash, AKilledFirstStartLeavesNothingInTheWay) {
    for (int round = 0; round < 10; ++round) {
        Home home;
        int ends[2];
        ASSERT_EQ(pipe(ends), 0);
        const pid_t child = fork();
        if (child == 0) {
            (void)!write(ends[1], "x", 1);
            (void)home.try_open();
            _exit(0);
        }
        char started = 0;
        ASSERT_EQ(read(ends[0], &started, 1), 1);
        for (int turn = 0; turn < round * 400; ++turn) (void)std::filesystem::exists(home.database());
        kill(child, SIGKILL);
        waitpid(child, nullptr, 0);
        for (const int end : ends) close(end);
        ASSERT_TRUE(home.open()->save(of_generation(1)));
    }
}

TEST(Crash, TwoProcessesWriteAtOnceAndLoseNothing) {
    constexpr int rows = 200;
    Home home;
    std::vector<pid_t> children;
    for (const std::string who : {"left", "right"}) {
        children.push_back(fork());
        if (children.back() != 0) continue;
        auto store = home.try_open();
        bool good = store.has_value();
        for (int i = 0; good && i < rows; ++i) {
            const auto id = who + std::to_string(i);
            good = (*store)->save(sample_account("acc_" + id, id)).has_value();
        }
        _exit(good ? 0 : 1);
    }
    for (const pid_t child : children) {
        int status = 0;
        waitpid(child, &status, 0);
        EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    }
    const auto store = home.open();
    EXPECT_EQ(store->accounts()->size(), 2u * rows);
    for (const std::string who : {"left", "right"})
        for (int i = 0; i < rows; ++i) {
            const auto id = who + std::to_string(i);
            EXPECT_EQ(described(store->account("acc_" + id)), described(sample_account("acc_" + id, id)));
        }
}

/// As on a full disk: no file of this process may grow beyond `bytes`.
void limit_files_to(rlim_t bytes) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{bytes, bytes};
    setrlimit(RLIMIT_FSIZE, &limit);
}

TEST(Crash, AFullDiskIsSaidBeforeATokenIsSpentAndKeepsTheOldOne) {
    Home home;
    ASSERT_TRUE(home.open()->save(of_generation(1)));
    const auto said = in_child([&] {
        const auto store = home.open();
        limit_files_to(0);
        return described(store->account("acc_a")) + "\n" + store->check_writable().error().one_line() + "\n" +
               store->save(of_generation(2)).error().one_line() + "\n" + described(store->account("acc_a"));
    });
    const auto old = described(of_generation(1));
    EXPECT_EQ(said.rfind(old + "\nE406 The saved data could not be written (", 0), 0u) << said;
    EXPECT_NE(said.find("\nE406", old.size() + 5), std::string::npos) << said;
    EXPECT_EQ(said.substr(said.size() - old.size()), old);
    EXPECT_EQ(described(home.open()->account("acc_a")), old);
    EXPECT_TRUE(home.open()->check_writable());
}

TEST(Crash, ADiskThatFillsUpKeepsEverySaveThatSucceeded) {
    Home home;
    home.open();
    const auto said = in_child([&] {
        const auto store = home.open();
        limit_files_to(400'000);
        std::int64_t generation = 1;
        for (; generation < 10'000; ++generation)
            if (const auto saved = store->save(of_generation(generation)); !saved)
                return std::to_string(generation - 1) + " " + saved.error().code;
        return std::string("it never filled up");
    });
    ASSERT_NE(said.find(" E406"), std::string::npos) << said;
    const auto read = home.open()->account("acc_a");
    EXPECT_EQ(described(read), described(of_generation(std::stoll(said))));
}

TEST(Crash, AReadOnlyDirectoryIsSaid) {
    Home home;
    constexpr uid_t nobody = 65534;
    const bool root = geteuid() == 0;
    ASSERT_TRUE(!root || chown(home.dir.path().c_str(), nobody, nobody) == 0);
    const auto said = in_child([&] {
        // Root may write everywhere.
        if (root && (setgid(nobody) != 0 || setuid(nobody) != 0)) return std::string("no other user");
        if (!home.open()->save(of_generation(1))) return std::string("not saved");
        for (const auto& [path, mode] : {std::pair(home.database(), 0400), std::pair(home.dir.path(), 0500)})
            chmod(path.c_str(), static_cast<mode_t>(mode));
        const auto opened = home.try_open();
        chmod(home.dir.path().c_str(), 0700);
        chmod(home.database().c_str(), 0600);
        return (opened ? (*opened)->check_writable().error() : opened.error()).one_line() + "\n" +
               described(home.open()->account("acc_a"));
    });
    EXPECT_EQ(said.rfind("E406 The saved data could not be written (", 0), 0u) << said;
    EXPECT_NE(said.find(described(of_generation(1))), std::string::npos) << said;
}

}  // namespace
}  // namespace roadcase::store
