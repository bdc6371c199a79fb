#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/allowance.h"
#include "core/clock.h"
#include "core/guarded.h"
#include "store/records.h"

namespace roadcase::accounts {

/// What a key may ask in a minute when nobody says: ten a second for as long as it likes. Twitch takes eight
/// hundred a minute of a whole app.
inline constexpr int usual_per_minute = 600;

using KeyPtr = std::shared_ptr<const store::KeyRecord>;

/// What becomes of a key that is shown.
enum class Entry { unknown, admitted, waits, paused, ended, too_often };

struct Admission {
    Entry entry = Entry::unknown;
    KeyPtr key = {};         ///< all but unknown
    bool first = false;      ///< admitted or waits: nobody has ever shown it before
    milliseconds wait{0};    ///< too_often: until it may be shown again
    bool save_uses = false;  ///< there are uses that nobody has saved for a minute
};

/// The keys that were shown since the start, or switched: a key comes with every request, and none may cost
/// a disk. They are found by their hash, so what a comparison could tell is the hash of a guess. Thread-safe;
/// one short lock.
class KeyMemory {
  public:
    explicit KeyMemory(Time now) {
        all_.with([&](All& all) { all.saved_at = now; });
    }

    /// Judges and counts; `again`: judges alone.
    Admission admit(const std::string& hash, Time now, milliseconds since_boot, bool again);

    /// Changes with every put() and forget().
    std::int64_t revision() const;
    /// Takes over what the store said, unless somebody changed a key since `revision`.
    void learn(const store::KeyRecord& key, std::int64_t revision);
    /// From now on it is this.
    void put(const store::KeyRecord& key);
    void forget(const std::string& hash);
    /// The accounts that it names are called so now.
    void put_accounts(const std::string& hash, const std::vector<std::string>& accounts);

    /// One that was refused for what it asked.
    void count_refusal(const std::string& hash);
    /// Refusals since the start.
    std::int64_t refusals(const std::string& hash) const;

    struct Use {
        std::string id;
        Time last{};
        std::int64_t count = 0;
    };
    /// Takes the uses that are not saved.
    std::vector<Use> take_uses(Time now);

  private:
    struct Known {
        KeyPtr key;
        Allowance allowance;
        bool used = false;
        std::int64_t unsaved_uses = 0;
        Time last_use{};
        std::int64_t refusals = 0;
    };
    struct All {
        std::map<std::string, Known, std::less<>> by_hash;
        Time saved_at{};
        std::int64_t revision = 0;
    };
    static Admission judge(Known& known, Time now, milliseconds since_boot, bool again);
    static void set(All& all, const store::KeyRecord& key);

    Guarded<All> all_;
};

}  // namespace roadcase::accounts
