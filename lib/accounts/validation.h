#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>

#include "accounts/heart.h"

namespace roadcase::accounts {

/// Asks because somebody wants to know, also a provider that does not demand it. As Accounts::validate.
Result<std::optional<bool>> ask_provider(Heart& heart, const store::AccountRecord& record);

/// For a token that nothing renews: when its provider says that it is dead, a person must sign in again
/// (E401). Network.
void end_if_dead(Heart& heart, Account& account);

/// Asks providers that demand it whether each token still works: all at the start and again every hour
/// (renew.validate_every, or as often as the provider says), once for all scripts. A token that is refused is
/// renewed at once. Thread-safe.
class Validations {
  public:
    explicit Validations(Heart& heart) : heart_(heart) {}

    /// An account of a provider that is not `resting`, whose turn it is; each once in a round.
    std::optional<std::string> next(const std::vector<std::string>& resting);
    /// It could not be asked now: its turn comes again in this round.
    void put_back(const std::string& provider, const std::string& id);
    /// Asks. No answer is no news: the next round asks again.
    void run(Account& account);
    /// How long until the next round begins; nothing: nobody demands it.
    std::optional<seconds> next_round() const;

  private:
    struct Round {
        milliseconds began{0};
        std::deque<std::string> waiting;
    };
    using Rounds = std::map<std::string, Round, std::less<>>;

    /// How often each provider that demands it is asked.
    std::map<std::string, seconds> demands() const;
    void begin_rounds();

    Heart& heart_;
    Guarded<Rounds> rounds_;
};

}  // namespace roadcase::accounts
