#include "hooks.h"

#include <spdlog/spdlog.h>

#include <algorithm>

#include "event_facts.h"
#include "platform/spawn.h"

namespace roadcase {
namespace {

constexpr std::size_t most_waiting = 256;
constexpr int most_threads = 4;
/// How late an end by stop() is noticed.
constexpr milliseconds glance{100};

std::vector<std::string> environment_for(const accounts::NumberedEvent& numbered) {
    const auto& event = numbered.event;
    auto variables = as_environment({std::to_string(numbered.id), event.kind, event.account, event.code,
                                     event.expires_at ? rfc3339(*event.expires_at) : std::string(),
                                     event.action_url, event.text});
    for (auto& variable : platform::ordinary_environment()) variables.push_back(std::move(variable));
    return variables;
}

bool holds(const std::vector<std::string>& list, const std::string& what) {
    return list.empty() || std::find(list.begin(), list.end(), what) != list.end();
}

bool is_for(const config::Hook& hook, const accounts::Event& event) {
    const bool by_id = !event.account_id.empty() && holds(hook.accounts, event.account_id);
    // What comes with every token would drive out what somebody must know.
    if (hook.on.empty() && event.kind == "broker.minted") return false;
    return holds(hook.on, event.kind) && (by_id || holds(hook.accounts, event.account));
}

}  // namespace

void Hooks::use(std::vector<config::Hook> hooks) {
    std::lock_guard lock(mutex_);
    hooks_.clear();
    for (auto& hook : hooks) hooks_.push_back(std::make_shared<const config::Hook>(std::move(hook)));
    if (hooks_.empty() || ended_ || !threads_.empty()) return;
    for (int i = 0; i < most_threads; ++i) threads_.emplace_back([this] { work(); });
}

void Hooks::on(const accounts::NumberedEvent& event) {
    std::lock_guard lock(mutex_);
    if (ended_) return;
    for (const auto& hook : hooks_)
        if (is_for(*hook, event.event))
            add({hook, environment_for(event), event.event.kind, event.event.account});
    changed_.notify_all();
}

void Hooks::add(Task task) {
    if (waiting_.size() < most_waiting) return waiting_.push_back(std::move(task));
    spdlog::warn("hook {} is left out for {} {}: too many wait", task.hook->command.front(), task.kind,
                 task.account);
}

void Hooks::stop() {
    {
        std::lock_guard lock(mutex_);
        ended_ = true;
        waiting_.clear();
    }
    changed_.notify_all();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
}

bool Hooks::has_ended() {
    std::lock_guard lock(mutex_);
    return ended_;
}

std::deque<Hooks::Task>::iterator Hooks::next_task() {
    return std::find_if(waiting_.begin(), waiting_.end(),
                        [&](const Task& task) { return !busy_.contains(task.account); });
}

void Hooks::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        changed_.wait(lock, [this] { return ended_ || next_task() != waiting_.end(); });
        if (ended_) return;
        const auto next = next_task();
        const Task task = std::move(*next);
        waiting_.erase(next);
        busy_.insert(task.account);
        lock.unlock();
        run(task);
        lock.lock();
        busy_.erase(task.account);
        changed_.notify_all();
    }
}

void Hooks::run(const Task& task) {
    const auto& program = task.hook->command.front();
    const auto tell = [&](const std::string& what) {
        spdlog::warn("hook {} {} for {} {}", program, what, task.kind, task.account);
    };
    const auto child = platform::spawn(task.hook->command, {}, &task.environment);
    if (!child) return tell("could not be started");
    const auto end = std::chrono::steady_clock::now() + task.hook->timeout;
    for (;;) {
        const auto now = std::chrono::steady_clock::now();
        if (const auto status = platform::wait_for_exit(*child, std::min(end, now + glance))) {
            if (*status != 0) tell("failed with exit code " + std::to_string(*status));
            return;
        }
        if (const bool late = std::chrono::steady_clock::now() >= end; late || has_ended()) {
            platform::kill_and_reap(*child);
            return tell(late ? "took too long and was ended" : "was ended, because roadcase stops,");
        }
    }
}

}  // namespace roadcase
