#include "notifier.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>

#include "core/text.h"
#include "platform/notification.h"

namespace roadcase {
namespace {

constexpr std::size_t longest_name = 60;
/// A wait that was begun before a suspend may be over when the computer wakes.
constexpr milliseconds longest_nap{30'000};
constexpr std::string_view place = "{title}";
constexpr std::array<std::string_view, 4> mending{"account.connected", "account.removed", "account.paused",
                                                  "token.renewed"};

}  // namespace

std::vector<std::string> filled_command(std::vector<std::string> command, const std::string& title) {
    for (auto& word : command)
        for (auto at = word.find(place); at != std::string::npos; at = word.find(place, at + title.size()))
            word.replace(at, place.size(), title);
    return command;
}

void Notifier::start() {
    thread_ = std::thread([this] { work(); });
}

void Notifier::on(const accounts::NumberedEvent& numbered) {
    const auto& event = numbered.event;
    if (event.account_id.empty()) return;
    const bool broke = event.kind == "account.needs_authorization";
    const bool mended = std::find(mending.begin(), mending.end(), event.kind) != mending.end();
    if (!broke && !mended) return;
    const auto provider = broke ? printable(world_.provider_of(event.account), longest_name) : std::string();
    {
        std::lock_guard lock(mutex_);
        if (broke)
            pace_.broke(event.account_id, provider);
        else
            pace_.mended(event.account_id);
    }
    changed_.notify_all();
}

void Notifier::stop() {
    {
        std::lock_guard lock(mutex_);
        ended_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) thread_.join();
}

bool Notifier::has_ended() {
    std::lock_guard lock(mutex_);
    return ended_;
}

void Notifier::work() {
    std::unique_lock lock(mutex_);
    while (!ended_) {
        const auto now = world_.clock.since_boot();
        if (const auto sentence = pace_.due(now)) {
            lock.unlock();
            const bool arrived = tell(*sentence);
            lock.lock();
            if (arrived) pace_.was_told();
        } else if (const auto left = pace_.wait(now)) {
            changed_.wait_for(lock, std::min(*left, longest_nap));
        } else {
            changed_.wait(lock);
        }
    }
}

bool Notifier::tell(const std::string& sentence) {
    const auto choice = world_.choice();
    const auto ended = [this] { return has_ended(); };
    if (choice.notifications == "desktop") {
        const bool shown = platform::show_notification(sentence, ended);
        if (!shown) spdlog::debug("no desktop here shows notifications");
        return shown;
    }
    if (choice.notifications != "command") return true;  // whoever wants to hear nothing has heard it
    if (choice.notify_command.empty()) return false;
    const bool ran = platform::run_notifier(filled_command(choice.notify_command, sentence), ended);
    if (!ran) spdlog::warn("notify_command {} failed", choice.notify_command.front());
    return ran;
}

}  // namespace roadcase
