#include "dashboard/activity_page.h"

namespace roadcase::dashboard {
namespace {

Value rows_of(const std::vector<ActivityRow>& rows) {
    Views out;
    for (const auto& row : rows) {
        View view{{"id", row.id},
                  {"time", row.time},
                  {"at", row.at},
                  {"sentence", prose(row.words.sentence)},
                  {"detail", row.words.detail.empty() ? flag(false) : prose(row.words.detail)}};
        put_state(view, row.words.mark);
        out.push_back(view);
    }
    return Value{out};
}

}  // namespace

std::string render(const ActivityPage& page) {
    Views days;
    for (const auto& day : page.days) days.push_back(View{{"day", day.name}, {"rows", rows_of(day.rows)}});
    View view{{"days", Value{days}},
              {"empty", flag(page.days.empty())},
              {"filtered", flag(page.filtered)},
              {"accounts", choices(page.accounts)},
              {"stories", choices(page.stories)},
              {"older", shown(page.older)},
              {"past", flag(!page.newest)}};
    return render({.title = "Activity",
                   .place = Place::activity,
                   .latch = page.latch,
                   .live = page.newest,
                   .fragment = page.fragment},
                  "activity", std::move(view));
}

}  // namespace roadcase::dashboard
