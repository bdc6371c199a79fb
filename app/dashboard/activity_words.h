#pragma once

#include <string>
#include <string_view>

#include "dashboard/look.h"
#include "store/records.h"

namespace roadcase::dashboard {

/// What a person may want to see alone.
enum class Story { sign_ins, renewals, scripts, other };

/// One thing that happened, as a person reads it.
struct ActivityWords {
    StateMark mark;        ///< its word is not shown, the sentence is
    std::string sentence;  ///< one, with a full stop
    std::string detail;    ///< why, in the words of whoever noticed; may be empty
    Story story = Story::other;
    bool is_problem = false;
};

/// How the pages call an account or, of a sign-in without one, a client.
struct Called {
    std::string provider;     ///< "Twitch"
    std::string account;      ///< "Twitch (bot)"
    bool hide_names = false;  ///< nothing of what an event says in its own words is shown
};

/// Whether there is a sentence for this kind of event; for any other activity_words says what its text says.
bool has_words(std::string_view kind);

/// Pure. Holds nothing that the record does not; `home` ("/home/nova", may be empty) becomes "~".
ActivityWords activity_words(const store::ActivityRecord& record, const Called& called,
                             const std::string& home);

}  // namespace roadcase::dashboard
