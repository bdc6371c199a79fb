#include "dashboard/activity_list.h"

#include <map>

#include "server/local_time.h"

namespace roadcase::dashboard {
namespace {

using store::ActivityRecord;

constexpr seconds day{86'400};
constexpr std::string_view renewal = "token.renewed";
/// A sign-in that is finished was told as an account that is connected.
constexpr std::string_view echo = "flow.done";

std::string name_of_day(Time at, Time now) {
    const auto name = server::calendar_day(at, now);
    if (name == server::calendar_day(now, now)) return "Today";
    if (name == server::calendar_day(now - day, now)) return "Yesterday";
    return name;
}

/// Several renewals as one row: it stands where the newest stands.
struct Run {
    std::size_t row = 0;
    int times = 0;
};

class Builder {
  public:
    Builder(const ActivityWish& wish, const std::function<Called(const std::string&)>& called,
            const std::string& home, Time now)
        : wish_(wish), called_(called), home_(home), now_(now) {}

    ActivityList build(const std::vector<ActivityRecord>& records) {
        for (const auto& record : records) {
            if (wish_.before != 0 && record.id >= wish_.before) continue;
            if (!add(record)) {
                list_.before = last_;
                break;
            }
            last_ = record.id;
        }
        return std::move(list_);
    }

  private:
    /// False: no room for it.
    bool add(const ActivityRecord& record) {
        if (record.kind == echo || (!wish_.account.empty() && record.account != wish_.account)) return true;
        auto words = activity_words(record, called_(record.account), home_);
        if (words.sentence.empty() || !is_wished(words)) return true;
        const auto name = name_of_day(record.at, now_);
        if (list_.days.empty() || list_.days.back().name != name) {
            if (list_.rows == wish_.most) return false;
            list_.days.push_back({name, {}});
            runs_.clear();
        }
        if (record.kind == renewal && grow(record)) return true;
        if (list_.rows == wish_.most) return false;
        if (record.kind == renewal)
            runs_[record.account] = {list_.days.back().rows.size(), 1};
        else
            runs_.erase(record.account);
        list_.days.back().rows.push_back({"a" + std::to_string(record.id), server::clock_time(record.at),
                                          rfc3339(record.at), std::move(words)});
        ++list_.rows;
        return true;
    }

    bool is_wished(const ActivityWords& words) const {
        if (wish_.problems) return words.is_problem;
        return !wish_.story || words.story == *wish_.story;
    }

    bool grow(const ActivityRecord& record) {
        const auto found = runs_.find(record.account);
        if (found == runs_.end()) return false;
        auto& row = list_.days.back().rows[found->second.row];
        const auto times = ++found->second.times;
        // The oldest names the row, so that it is the same one when it grows.
        row.id = "a" + std::to_string(record.id);
        row.words.sentence = called_(record.account).account + " renewed its token " + std::to_string(times) +
                             " times since " + server::clock_time(record.at) + ".";
        return true;
    }

    const ActivityWish& wish_;
    const std::function<Called(const std::string&)>& called_;
    const std::string& home_;
    Time now_;
    ActivityList list_;
    std::map<std::string, Run> runs_;
    std::int64_t last_ = 0;
};

}  // namespace

ActivityList activity_list(const std::vector<ActivityRecord>& records, const ActivityWish& wish,
                           const std::function<Called(const std::string&)>& called, const std::string& home,
                           Time now) {
    return Builder(wish, called, home, now).build(records);
}

}  // namespace roadcase::dashboard
