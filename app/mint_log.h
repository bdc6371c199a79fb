#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "accounts/events.h"

namespace roadcase {

/// Tells of every token that a broker made, and of those that it could not make, without letting who asks
/// wait for a disk: a second after the first one its own thread tells all of that second, equal ones
/// together ("… (3 times)."), at most so many sentences and the rest as a number. Thread-safe.
class MintLog {
  public:
    explicit MintLog(std::function<void(const accounts::Event&)> publish) : publish_(std::move(publish)) {}
    ~MintLog() { stop(); }

    void made(const std::string& broker, const std::string& what, const std::string& who);
    void failed(const std::string& broker, const Error& why);
    /// Tells what is not told yet; from now on each at once.
    void stop();

    static constexpr std::size_t most_sentences = 50;  ///< a second

  private:
    /// Kind of event, and a sentence without its end.
    using Fact = std::pair<std::string_view, std::string>;
    struct Batch {
        std::map<Fact, std::int64_t> times;
        std::map<std::string, std::int64_t> others;  ///< beyond the sentences, by broker
    };
    void note(const std::string& broker, Fact fact);
    void work();
    void tell(const Batch& batch) const;

    std::function<void(const accounts::Event&)> publish_;
    std::mutex mutex_;
    std::condition_variable changed_;
    Batch batch_;
    bool ended_ = false;
    std::thread thread_;  ///< begins with the first fact
};

}  // namespace roadcase
