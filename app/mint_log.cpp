#include "mint_log.h"

#include "core/text.h"

namespace roadcase {
namespace {

constexpr seconds pause{1};

accounts::Event minted(const std::string& text) {
    accounts::Event event;
    event.kind = "broker.minted";
    event.text = text;
    return event;
}

std::string sentence(const std::string& broker, const std::string& what, const std::string& who,
                     std::int64_t times) {
    const auto often = times == 1 ? std::string() : " (" + std::to_string(times) + " times)";
    return "The broker " + broker + " made " + printable(what, 300) + ", for " + printable(who, 200) + often +
           ".";
}

}  // namespace

void MintLog::note(const std::string& broker, const std::string& what, const std::string& who) {
    std::unique_lock lock(mutex_);
    if (ended_) {
        lock.unlock();
        return publish_(minted(sentence(broker, what, who, 1)));
    }
    auto& times = batch_.times;
    // Woken once for each batch: a thread that is woken for each token costs more than the token.
    const bool first = times.empty();
    Made made(broker, who, what);
    const auto known = times.find(made);
    if (known != times.end())
        ++known->second;
    else if (times.size() < most_sentences)
        times.emplace(std::move(made), 1);
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
    for (const auto& [made, times] : batch.times) {
        const auto& [broker, who, what] = made;
        publish_(minted(sentence(broker, what, who, times)));
    }
    for (const auto& [broker, count] : batch.others)
        publish_(minted("The broker " + broker + " made " + std::to_string(count) +
                        " more tokens in the same second."));
}

}  // namespace roadcase
