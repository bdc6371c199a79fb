#include "mint_log.h"

#include "core/text.h"

namespace roadcase {
namespace {

constexpr seconds pause{1};
constexpr std::string_view made_kind = "broker.minted";
constexpr std::string_view failed_kind = "broker.failed";

accounts::Event event_of(std::string_view kind, std::string text) {
    accounts::Event event;
    event.kind = kind;
    event.text = std::move(text);
    if (kind == failed_kind) event.code = "E511";
    return event;
}

accounts::Event event_of(const std::pair<std::string_view, std::string>& fact, std::int64_t times) {
    const auto often = times == 1 ? std::string() : " (" + std::to_string(times) + " times)";
    return event_of(fact.first, fact.second + often + ".");
}

}  // namespace

void MintLog::made(const std::string& broker, const std::string& what, const std::string& who) {
    note(broker, {made_kind,
                  "The broker " + broker + " made " + printable(what, 300) + ", for " + printable(who, 200)});
}

void MintLog::failed(const std::string& broker, const Error& why) {
    auto reason = printable(why.title + (why.detail.empty() ? "" : " " + why.detail), 300);
    while (reason.ends_with('.')) reason.pop_back();
    note(broker, {failed_kind, "The broker " + broker + " could not do what it was asked: " + reason});
}

void MintLog::note(const std::string& broker, Fact fact) {
    std::unique_lock lock(mutex_);
    if (ended_) {
        lock.unlock();
        return publish_(event_of(fact, 1));
    }
    auto& times = batch_.times;
    // Woken once for each batch: a thread that is woken for each token costs more than the token.
    const bool first = times.empty();
    if (const auto known = times.find(fact); known != times.end())
        ++known->second;
    else if (times.size() < most_sentences)
        times.emplace(std::move(fact), 1);
    else
        ++batch_.others[broker];
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
        changed_.wait(lock, [this] { return ended_ || !batch_.times.empty(); });
        changed_.wait_for(lock, pause, [this] { return ended_; });
        const bool last = ended_;
        const auto batch = std::exchange(batch_, {});
        lock.unlock();
        tell(batch);
        lock.lock();
        if (last) return;
    }
}

void MintLog::tell(const Batch& batch) const {
    for (const auto& [fact, times] : batch.times) publish_(event_of(fact, times));
    for (const auto& [broker, count] : batch.others)
        publish_(event_of(made_kind, "The broker " + broker + " was asked " + std::to_string(count) +
                                         " more times in the same second."));
}

}  // namespace roadcase
