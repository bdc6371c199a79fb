#pragma once

#include <string>
#include <utility>
#include <vector>

#include "dashboard/activity_words.h"
#include "dashboard/choice.h"
#include "dashboard/view.h"

namespace roadcase::dashboard {

struct ActivityRow {
    std::string id;  ///< the same as long as the row grows
    std::string time;
    std::string at;  ///< the same instant, RFC 3339
    ActivityWords words;
};

struct ActivityDay {
    std::string name;  ///< "Today", "12 May"
    std::vector<ActivityRow> rows;
};

struct ActivityPage {
    std::vector<ActivityDay> days;  ///< newest first, rows as well
    std::vector<Choice> accounts;
    std::vector<Choice> stories;
    bool filtered = false;
    std::string older;  ///< address of what came before; empty: nothing did
    bool newest = true;
    Tone latch = Tone::muted;
    bool fragment = false;
};

std::string render(const ActivityPage& page);

}  // namespace roadcase::dashboard
