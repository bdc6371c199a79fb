#include "accounts/keeper.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace roadcase::accounts {
namespace {

constexpr seconds longest_sleep{30};
constexpr seconds shortest_sleep{1};
constexpr std::size_t batch = 16;

}  // namespace

struct Keeper::Impl {
    Impl(Accounts& the_accounts, const Clock& the_clock) : accounts(the_accounts), clock(the_clock) {}

    void run() {
        while (!is_stopping()) {
            if (accounts.refresh_due(batch) == batch) continue;
            sleep_for(time_to_sleep());
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

    void sleep_for(seconds duration) {
        std::unique_lock lock(mutex);
        wake.wait_for(lock, duration, [this] { return stopping || nudged; });
        nudged = false;
    }

    Accounts& accounts;
    const Clock& clock;
    std::mutex mutex;
    std::condition_variable wake;
    bool stopping = false;
    bool nudged = false;
    std::thread thread;
};

Keeper::Keeper(Accounts& accounts, const Clock& clock) : impl_(std::make_unique<Impl>(accounts, clock)) {}

Keeper::~Keeper() {
    stop();
}

void Keeper::start() {
    if (impl_->thread.joinable()) return;
    impl_->stopping = false;
    impl_->thread = std::thread([this] { impl_->run(); });
}

void Keeper::stop() {
    {
        std::lock_guard lock(impl_->mutex);
        impl_->stopping = true;
    }
    impl_->wake.notify_all();
    if (impl_->thread.joinable()) impl_->thread.join();
}

void Keeper::nudge() {
    {
        std::lock_guard lock(impl_->mutex);
        impl_->nudged = true;
    }
    impl_->wake.notify_all();
}

}  // namespace roadcase::accounts
