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
/// together ("… (3 times)."). Of one caller at one broker so many sentences a minute are events; the rest
/// stand in the log alone, and the minute ends with their number. So nobody who asks much drives other
/// events out, and nobody hides among others. Thread-safe.
class MintLog {
  public:
    struct World {
        std::function<void(const accounts::Event&)> publish;
        std::function<void(std::string_view kind, const std::string& text)> log;
        std::function<milliseconds()> since_boot;
    };
    explicit MintLog(World world) : world_(std::move(world)) {}
    ~MintLog() { stop(); }

    void made(const std::string& broker, const std::string& what, const std::string& who);
    void failed(const std::string& broker, const Error& why);
    /// Tells what is not told yet; from now on each at once.
    void stop();

    static constexpr int events_a_minute = 10;    ///< of one caller at one broker
    static constexpr std::size_t sentences = 50;  ///< of one caller at one broker, a second

  private:
    struct Caller {
        std::string_view kind;  ///< of the event
        std::string broker;
        std::string who;  ///< empty: it failed, whoever asked
        auto operator<=>(const Caller&) const = default;
    };
    struct Facts {
        std::map<std::string, std::int64_t, std::less<>> times;  ///< by sentence, without its end
        std::int64_t others = 0;                                 ///< beyond the sentences
    };
    struct Minute {
        milliseconds began{0};
        int events = 0;
        std::int64_t rest = 0;  ///< what is in the log alone
    };
    using Batch = std::map<Caller, Facts>;
    void note(Caller caller, std::string sentence);
    void work();
    void tell(const Batch& batch);
    void tell(const Caller& caller, const Facts& facts);
    void end_minutes(bool all);

    World world_;
    std::mutex mutex_;
    std::condition_variable changed_;
    Batch batch_;
    bool ended_ = false;
    std::map<Caller, Minute> minutes_;  ///< of the thread
    std::thread thread_;                ///< begins with the first fact
};

}  // namespace roadcase
