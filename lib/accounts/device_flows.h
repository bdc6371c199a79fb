#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "accounts/device_requests.h"
#include "accounts/heart.h"
#include "accounts/settlement.h"
#include "core/guarded.h"

namespace roadcase::accounts {

/// Sign-ins whose person enters a code on another device (RFC 8628). In memory only: a restart ends them, and
/// at most 64 wait at a time. The provider is asked at its own interval: five seconds slower from each
/// slow_down on (§3.5), twice as slow after each answer that did not come, and never after the code's end.
/// Thread-safe.
class DeviceFlows {
  public:
    explicit DeviceFlows(Heart& heart) : heart_(heart) {}

    /// Asks the provider for a code. One network request.
    Result<StartedDevice> begin(const SignIn& wish);
    /// One that still waits.
    std::optional<Flow> find(std::string_view id) const;
    /// Asks no more. False: none of that id waits.
    bool cancel(std::string_view id);

    /// Asks about the one that is due, or ends it; `found` is called before. False: none was.
    bool run_one(const std::function<void()>& found);
    /// The same for this one only.
    void run(std::string_view id);
    /// How long until one is due; nothing: none waits.
    std::optional<milliseconds> next_due() const;

  private:
    /// What does not change while it waits.
    struct Begun {
        Flow flow;
        store::PendingAuthorization pending;
        oauth::DeviceAuthorization device;
        milliseconds ends_at{0};  ///< since boot, as all times here
    };
    struct Waiting {
        std::shared_ptr<const Begun> begun;
        milliseconds interval{0};
        milliseconds due_at{0};
        int unheard = 0;  ///< answers in a row that did not come
        bool is_asked = false;
    };
    using BegunPtr = std::shared_ptr<const Begun>;
    using All = std::map<std::string, Waiting, std::less<>>;

    void keep(BegunPtr begun);
    BegunPtr claim(const std::function<bool(const std::string&, const Waiting&)>& wanted);
    void ask(const Begun& begun);
    void wait_on(const Begun& begun, const NotYet& why);
    void finish(const Begun& begun, const Result<Settled>& settled, Events& events);

    Heart& heart_;
    Guarded<All> waiting_;
};

}  // namespace roadcase::accounts
