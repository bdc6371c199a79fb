#include "notification_pace.h"

#include <algorithm>

namespace roadcase {

void NotificationPace::broke(const std::string& account_id, const std::string& provider) {
    waiting_.try_emplace(account_id, Waiting{provider});
}

void NotificationPace::mended(const std::string& account_id) {
    waiting_.erase(account_id);
}

bool NotificationPace::has_news() const {
    return std::any_of(waiting_.begin(), waiting_.end(),
                       [](const auto& each) { return each.second.news != News::told; });
}

std::optional<milliseconds> NotificationPace::wait(milliseconds now) const {
    if (!has_news()) return std::nullopt;
    if (!said_at_ || now - *said_at_ >= pause) return milliseconds{0};
    return *said_at_ + pause - now;
}

std::optional<std::string> NotificationPace::due(milliseconds now) {
    if (wait(now) != milliseconds{0}) return std::nullopt;
    said_at_ = now;
    for (auto& [id, each] : waiting_) each.news = News::said;
    if (waiting_.size() == 1)
        return "Roadcase: " + waiting_.begin()->second.provider + " needs you to sign in again.";
    return "Roadcase: " + std::to_string(waiting_.size()) + " accounts need you to sign in again.";
}

void NotificationPace::was_told() {
    for (auto& [id, each] : waiting_)
        if (each.news == News::said) each.news = News::told;
}

}  // namespace roadcase
