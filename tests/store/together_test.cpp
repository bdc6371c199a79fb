#include <latch>
#include <thread>

#include "store/home.h"

namespace roadcase::store {
namespace {

TEST(Together, EveryWriterGetsItsOwnOutcomeAndEverySaveIsThere) {
    Home home;
    constexpr int writers = 16;
    constexpr int rounds = 12;
    std::vector<std::vector<std::string>> outcomes(writers);
    {
        const auto store = home.open();
        std::latch together(writers);
        std::vector<std::jthread> threads;
        for (int writer = 0; writer < writers; ++writer)
            threads.emplace_back([&, writer] {
                together.arrive_and_wait();
                const auto id = "acc_" + std::to_string(writer);
                for (int round = 1; round <= rounds; ++round) {
                    auto record = sample_account(id, id);
                    // Every third one comes too late and must be refused, whoever writes for it.
                    record.generation = round % 3 == 0 ? 1 : round;
                    const auto saved = store->save(record);
                    outcomes[static_cast<std::size_t>(writer)].push_back(saved ? "saved"
                                                                               : saved.error().code);
                }
            });
    }
    const std::vector<std::string> three{"saved", "saved", "stale"};
    const auto store = home.open();
    for (int writer = 0; writer < writers; ++writer) {
        const auto& mine = outcomes[static_cast<std::size_t>(writer)];
        for (std::size_t i = 0; i < mine.size(); ++i) EXPECT_EQ(mine[i], three[i % 3]) << writer << " " << i;
        const auto record = store->account("acc_" + std::to_string(writer)).value();
        ASSERT_TRUE(record);
        EXPECT_EQ(record->generation, rounds - 1);
    }
}

TEST(Together, OneRowThatIsTakenIsTakenByOne) {
    Home home;
    const auto store = home.open();
    for (int i = 0; i < 40; ++i)
        ASSERT_TRUE(store->put_pending(sample_pending("hash" + std::to_string(i)), 100));
    std::atomic<int> taken{0};
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 8; ++t)
            threads.emplace_back([&] {
                for (int i = 0; i < 40; ++i)
                    if (auto row = store->take_pending("hash" + std::to_string(i)); row && *row) ++taken;
            });
    }
    EXPECT_EQ(taken, 40);
}

TEST(Together, ReadersSeeWholeAccountsWhileOthersWrite) {
    Home home;
    const auto store = home.open();
    ASSERT_TRUE(store->save(sample_account("acc_a")));
    std::atomic<bool> stop{false};
    std::jthread writer([&] {
        for (int generation = 2; !stop; ++generation) {
            auto record = sample_account("acc_a");
            record.generation = generation;
            record.display_name = std::to_string(generation);
            (void)store->save(record);
        }
    });
    for (int i = 0; i < 200; ++i) {
        const auto record = store->account("acc_a");
        ASSERT_TRUE(record) << record.error().one_line();
        if ((*record)->generation == 1) continue;
        EXPECT_EQ((*record)->display_name, std::to_string((*record)->generation));
    }
    stop = true;
}

}  // namespace
}  // namespace roadcase::store
