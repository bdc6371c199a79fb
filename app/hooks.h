#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "accounts/events.h"
#include "config/config.h"

namespace roadcase {

/// Runs the commands of [[hook]]: for one account one at a time and in order, for different accounts a few at
/// once. The facts are in the environment, which holds nothing else but what a desktop program needs: no
/// variable of ours that may be a secret. Who fails or takes too long gets a line in the log. Thread-safe.
class Hooks {
  public:
    ~Hooks() { stop(); }

    /// From now on these; what is queued stays.
    void use(std::vector<config::Hook> hooks);
    /// Queues what is to run for this event; beyond 256 that wait it is left out, with a line in the log.
    void on(const accounts::NumberedEvent& event);
    /// Forgets what waits, ends what runs, and returns when it has ended. For good.
    void stop();

  private:
    struct Task {
        std::shared_ptr<const config::Hook> hook;
        std::vector<std::string> environment;
        std::string kind;
        std::string account;  ///< of the event; whose tasks run one after the other
    };
    void add(Task task);
    void work();
    std::deque<Task>::iterator next_task();
    void run(const Task& task);
    bool has_ended();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::shared_ptr<const config::Hook>> hooks_;
    std::deque<Task> waiting_;
    std::set<std::string> busy_;  ///< accounts
    bool ended_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace roadcase
