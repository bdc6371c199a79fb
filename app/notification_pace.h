#pragma once

#include <map>
#include <optional>
#include <string>

#include "core/clock.h"

namespace roadcase {

/// What is told on the desktop, and when: accounts that need a person, never tried more than once in fifteen
/// minutes over all. Who breaks meanwhile is told at the end of these, unless it was mended. Pure; times are
/// those of a clock that never jumps back (Clock::since_boot).
class NotificationPace {
  public:
    static constexpr milliseconds pause{15 * 60'000};

    /// An account waits for its person. One that was told already is not told again before it was well.
    void broke(const std::string& account_id, const std::string& provider);
    /// It does not any more, or is gone.
    void mended(const std::string& account_id);

    /// The sentence that is due: "Roadcase: Twitch needs you to sign in again.", with a number in place of
    /// the provider when several wait. It is due again after the pause, unless it was_told().
    std::optional<std::string> due(milliseconds now);
    /// The last sentence reached its person.
    void was_told();
    /// How long until something will be due as things stand; nothing: not before something happens.
    std::optional<milliseconds> wait(milliseconds now) const;

  private:
    enum class News { fresh, said, told };  ///< said: in the last sentence, which may not have arrived
    struct Waiting {
        std::string provider;
        News news = News::fresh;
    };
    bool has_news() const;

    std::map<std::string, Waiting> waiting_;
    std::optional<milliseconds> said_at_;
};

}  // namespace roadcase
