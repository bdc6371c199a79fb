#include "mint_log.h"

#include "core/text.h"

namespace roadcase {
namespace {

constexpr seconds pause{1};
constexpr seconds minute{60};
constexpr std::string_view made_kind = "broker.minted";
constexpr std::string_view failed_kind = "broker.failed";

accounts::Event event_of(std::string_view kind, std::string text) {
    accounts::Event event;
    event.kind = kind;
    event.text = std::move(text);
    if (kind == failed_kind) event.code = "E511";
    return event;
}

std::string with_end(const std::string& sentence, std::int64_t times) {
    return sentence + (times == 1 ? "." : " (" + std::to_string(times) + " times).");
}

std::string number_of(std::int64_t count, const std::string& broker, const std::string& who) {
    return "The broker " + broker + " was asked " + std::to_string(count) + " more times" +
           (who.empty() ? "" : " by " + who);
}

}  // namespace

void MintLog::made(const std::string& broker, const std::string& what, const std::string& who) {
    auto caller = printable(who, 200);
    auto sentence = "The broker " + broker + " made " + printable(what, 300) + ", for " + caller;
    note({made_kind, broker, std::move(caller)}, std::move(sentence));
}

void MintLog::failed(const std::string& broker, const Error& why) {
    auto reason = printable(why.title + (why.detail.empty() ? "" : " " + why.detail), 300);
    while (reason.ends_with('.')) reason.pop_back();
    note({failed_kind, broker, {}}, "The broker " + broker + " could not do what it was asked: " + reason);
}

void MintLog::note(Caller caller, std::string sentence) {
    std::unique_lock lock(mutex_);
    if (ended_) {
        lock.unlock();
        return world_.publish(event_of(caller.kind, with_end(sentence, 1)));
    }
    // Woken once for each batch: a thread that is woken for each token costs more than the token.
    const bool first = batch_.empty();
    auto& facts = batch_[std::move(caller)];
    if (const auto known = facts.times.find(sentence); known != facts.times.end())
        ++known->second;
    else if (facts.times.size() < sentences)
        facts.times.emplace(std::move(sentence), 1);
    else
        ++facts.others;
    if (!thread_.joinable())
        thread_ = std::thread([this] { work(); });
    else if (first)
        changed_.notify_one();
}

void MintLog::stop() {
    {
        std::lock_guard lock(mutex_);
        ended_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

void MintLog::work() {
    std::unique_lock lock(mutex_);
    for (;;) {
        const auto is_something = [this] { return ended_ || !batch_.empty(); };
        if (minutes_.empty())
            changed_.wait(lock, is_something);
        else
            changed_.wait_for(lock, pause, is_something);
        changed_.wait_for(lock, pause, [this] { return ended_; });
        const bool last = ended_;
        const auto batch = std::exchange(batch_, {});
        lock.unlock();
        tell(batch);
        end_minutes(last);
        lock.lock();
        if (last) return;
    }
}

void MintLog::tell(const Batch& batch) {
    for (const auto& [caller, facts] : batch) tell(caller, facts);
}

void MintLog::tell(const Caller& caller, const Facts& facts) {
    auto& now = minutes_.try_emplace(caller, Minute{world_.since_boot()}).first->second;
    for (const auto& [sentence, times] : facts.times) {
        const auto text = with_end(sentence, times);
        if (now.events++ < events_a_minute) {
            world_.publish(event_of(caller.kind, text));
        } else {
            world_.log(caller.kind, text);
            now.rest += times;
        }
    }
    if (facts.others == 0) return;
    world_.log(caller.kind, number_of(facts.others, caller.broker, caller.who) + " within that second.");
    now.rest += facts.others;
}

void MintLog::end_minutes(bool all) {
    std::erase_if(minutes_, [&](const auto& entry) {
        const auto& [caller, now] = entry;
        if (!all && world_.since_boot() - now.began < minute) return false;
        if (now.rest > 0)
            world_.publish(event_of(caller.kind, number_of(now.rest, caller.broker, caller.who) +
                                                     " within a minute; the log has them."));
        return true;
    });
}

}  // namespace roadcase
