#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/random.h"
#include "core/secret.h"
#include "practice/answers.h"

namespace roadcase::practice {

struct DeviceRules {
    seconds lifetime{1800};
    seconds interval{5};  ///< between two polls; a quicker one costs five more (RFC 8628 §3.5)
};

/// The codes of devices that wait for their person (RFC 8628). Keeps SHA-256 hashes, never a code. At most
/// 1000; the oldest go. Not thread-safe.
class DeviceCodes {
  public:
    explicit DeviceCodes(DeviceRules rules) : rules_(rules) {}

    const DeviceRules& rules() const { return rules_; }
    void add(const Secret& device_code, std::string_view user_code, std::string scope, Time now);
    /// Is a device waiting under this code? Case and hyphens do not count.
    bool is_waiting(std::string_view user_code, Time now) const;
    /// The person's answer. False: nobody waits under this code any more.
    bool answer(std::string_view user_code, bool allowed, Time now);
    /// One poll: the scope that the person allowed, once; else authorization_pending, slow_down,
    /// access_denied, expired_token or, for a code that is none, invalid_grant.
    OAuthResult<std::string> poll(const Secret& device_code, Time now);

  private:
    enum class Answer { waiting, allowed, denied };
    struct Device {
        std::string hash;
        std::string user_code_hash;
        std::string scope;
        Time expires_at{};
        Time next_poll_at{};
        seconds interval{5};
        Answer answer = Answer::waiting;
    };

    std::deque<Device>::const_iterator waiting(std::string_view user_code, Time now) const;

    DeviceRules rules_;
    std::deque<Device> devices_;
};

/// "WDJB-MJHT": eight consonants, so that no word appears and no 0 looks like an O.
Result<std::string> make_user_code(Random& random);

}  // namespace roadcase::practice
