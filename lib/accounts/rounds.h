#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "accounts/clock_changes.h"
#include "accounts/heart.h"
#include "accounts/validation.h"

namespace roadcase::accounts {

/// What the keeper does: one thing for one account at a time, by any number of threads. Renewals that are due
/// come first, in the order of their time, then validations; each keeps to its provider's pace. Costs what is
/// due, not what is stored. Thread-safe.
class Rounds {
  public:
    explicit Rounds(Heart& heart) : heart_(heart), validations_(heart), clock_changes_(heart) {}

    /// Finds one thing that is due, calls `found`, and does it. False: there was nothing to be done now.
    bool run_one(const std::function<void()>& found);
    /// When there may be something to do next, looking no further than `until`; nothing: not before that.
    std::optional<Time> next_due(Time until);

  private:
    enum class Kind { renewal, validation };
    struct Errand {
        AccountPtr account;
        std::string provider;
        Kind kind = Kind::renewal;
    };
    struct Claims {
        std::set<std::string, std::less<>> running;
        std::map<std::string, milliseconds, std::less<>> put_off;  ///< until then, since boot
        milliseconds rest_until{0};                                ///< nothing at all before
        milliseconds saved_at{-1};
    };

    void save_what_is_unsaved();
    std::optional<Errand> next();
    std::optional<Errand> next_renewal();
    std::optional<Errand> next_validation();
    void run(const Errand& errand);
    void renew(Account& account, const std::string& id);

    bool take_turn(const std::string& provider);
    bool claim(const std::string& id);
    void release(const std::string& id, milliseconds put_off = milliseconds{0});
    bool is_claimed(const std::string& id) const;
    std::size_t claimed_count() const;

    Heart& heart_;
    Validations validations_;
    ClockChanges clock_changes_;
    Guarded<Claims> claims_;
};

}  // namespace roadcase::accounts
