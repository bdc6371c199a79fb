#include "accounts/keeper.h"

#include <algorithm>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace roadcase::accounts {
namespace {

constexpr seconds longest_sleep{30};
constexpr seconds shortest_sleep{1};
constexpr std::size_t most_workers = 6;

}  // namespace

struct Keeper::Impl {
    Impl(Accounts& the_accounts, const Clock& the_clock) : accounts(the_accounts), clock(the_clock) {}

    void run() {
        while (!is_stopping()) {
            const auto seen = nudge_count();
            // Where there was one thing there may be two: a colleague looks, too.
            if (accounts.run_one_due([this] { nudge(); })) continue;
            sleep_for(time_to_sleep(), seen);
        }
    }

    seconds time_to_sleep() const {
        const auto now = clock.now();
        const auto next = accounts.next_due(now + longest_sleep);
        return next ? std::clamp(*next - now, shortest_sleep, longest_sleep) : longest_sleep;
    }

    bool is_stopping() {
        std::lock_guard lock(mutex);
        return stopping;
    }

    std::uint64_t nudge_count() {
        std::lock_guard lock(mutex);
        return nudges;
    }

    void sleep_for(seconds duration, std::uint64_t seen) {
        std::unique_lock lock(mutex);
        wake.wait_for(lock, duration, [&] { return stopping || nudges != seen; });
    }

    void nudge() {
        {
            std::lock_guard lock(mutex);
            nudges += 1;
        }
        wake.notify_one();
    }

    void start_workers() {
        try {
            while (workers.size() < most_workers) workers.emplace_back([this] { run(); });
        } catch (const std::system_error&) {
            // No more threads to be had: those that run do it all.
        }
    }

    Accounts& accounts;
    const Clock& clock;
    std::mutex mutex;
    std::condition_variable wake;
    bool stopping = false;
    std::uint64_t nudges = 0;
    std::vector<std::thread> workers;
};

Keeper::Keeper(Accounts& accounts, const Clock& clock) : impl_(std::make_unique<Impl>(accounts, clock)) {}

Keeper::~Keeper() {
    stop();
}

void Keeper::start() {
    if (!impl_->workers.empty()) return;
    impl_->stopping = false;
    impl_->start_workers();
}

void Keeper::stop() {
    {
        std::lock_guard lock(impl_->mutex);
        impl_->stopping = true;
    }
    impl_->wake.notify_all();
    for (auto& worker : impl_->workers) worker.join();
    impl_->workers.clear();
}

void Keeper::nudge() {
    impl_->nudge();
}

}  // namespace roadcase::accounts
