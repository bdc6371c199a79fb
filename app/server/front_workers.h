#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <variant>
#include <vector>

#include "server/descriptor.h"
#include "server/exchange.h"

namespace roadcase::server {

/// One clean request on its way through the workers, or a stream that is asked for its next piece.
struct Job {
    std::uint64_t connection = 0;
    bool close = false;  ///< the connection ends with this answer
    Request request;
    std::uint64_t wakes_seen = 0;  ///< how often something had happened when the loop sent it
    std::shared_ptr<Feed> feed = {};
    bool quiet = false;  ///< of a feed: see Feed::next
};

/// A request that nobody holds until it is asked again.
struct Waiting {
    Wait wait;
    Job job;
};

/// The head of an answer without an end.
struct Opening {
    std::string head;
    Job job;
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

/// What comes back to the loop, which polls fd(): answers, and word that something happened.
class Mailbox {
  public:
    struct Letter {
        std::uint64_t connection = 0;
        std::variant<std::string, Waiting, Opening, Feed::Piece> content;  ///< a string: the answer's bytes
    };

    Mailbox();
    int fd() const { return event_.get(); }
    void post(Letter letter);
    /// See Front::wake.
    void wake(std::string topic);
    /// Makes fd() readable without a letter.
    void ring();
    struct Content {
        std::vector<std::string> wakes;
        std::vector<Letter> letters;
    };
    Content take();

  private:
    template <class Put>
    void put(const Put& put_in);

    Descriptor event_;
    std::mutex mutex_;
    Content content_;
};

}  // namespace roadcase::server
