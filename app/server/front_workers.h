#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "server/descriptor.h"
#include "server/exchange.h"

namespace roadcase::server {

/// One clean request on its way through the workers.
struct Job {
    std::uint64_t connection = 0;
    bool close = false;  ///< the connection ends with this answer
    Request request;
};

/// Threads with a bounded queue.
class Workers {
  public:
    using Work = std::function<void(Job)>;
    Workers(std::size_t threads, std::size_t max_queue, Work work);
    ~Workers() { join(); }

    void start();
    /// False, and the job stays with the caller, when the queue is full or ended.
    bool offer(Job& job);
    /// Forgets what waits; what runs goes on.
    void end();
    /// Ends, and waits for what runs.
    void join();

  private:
    void run();

    std::size_t thread_count_;
    std::size_t max_queue_;
    Work work_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<Job> queue_;
    bool ended_ = false;
    std::vector<std::thread> threads_;
};

/// Answers on their way back to the loop, which polls fd().
class Mailbox {
  public:
    struct Letter {
        std::uint64_t connection = 0;
        std::string bytes;
    };

    Mailbox();
    int fd() const { return event_.get(); }
    void post(Letter letter);
    /// Makes fd() readable without a letter.
    void ring();
    std::vector<Letter> take();

  private:
    Descriptor event_;
    std::mutex mutex_;
    std::vector<Letter> letters_;
};

}  // namespace roadcase::server
