#pragma once

#include <atomic>
#include <memory>
#include <mutex>
#include <optional>

#include "core/clock.h"
#include "core/guarded.h"
#include "store/records.h"

namespace roadcase::accounts {

/// How one account stands: what is stored, and what only this process knows of it. Never changed once shown.
struct Standing {
    store::AccountRecord record;
    std::int64_t attempts = 0;  ///< renewals that ended in this process, well or badly
    /// End of the access token on the clock that never jumps back; a wall clock set back must not stretch a
    /// life.
    std::optional<milliseconds> ends_since_boot;
    bool unsaved = false;  ///< newer than the disk: saving failed
};
using View = std::shared_ptr<const Standing>;

/// A record as it stands when it is read or written now.
Standing standing_of(store::AccountRecord record, const Clock& clock);

/// Seconds of life of the access token by the worse of both clocks; zero without one.
seconds life_left(const Standing& standing, const Clock& clock);

/// The app's own account: no person, no refresh token; it is renewed by asking again.
inline bool is_app(const store::AccountRecord& record) {
    return record.grant_type == store::app_grant;
}

/// By a person's wish: it is not renewed and hands out nothing.
inline bool is_paused(const store::AccountRecord& record) {
    return record.status == store::AccountStatus::paused;
}

/// Connected, and there is a refresh token to spend, or none is needed.
bool can_renew(const store::AccountRecord& record);

/// can_renew, and no failed renewal asks to wait.
bool may_renew(const Standing& standing, Time now);

/// One account in memory. Looking takes a lock for a moment; `renewal` is held by whoever changes the
/// account, across request and save.
class Account {
  public:
    explicit Account(Standing first) { show(std::move(first)); }

    View look() const {
        return view_.with([](const View& view) { return view; });
    }
    void show(Standing next) {
        auto view = std::make_shared<const Standing>(std::move(next));
        view_.with([&](View& current) { current.swap(view); });
    }

    std::mutex renewal;
    std::atomic<bool> renewing{false};

  private:
    Guarded<View> view_;
};
using AccountPtr = std::shared_ptr<Account>;

}  // namespace roadcase::accounts
