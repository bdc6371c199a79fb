#include "dashboard/help_page.h"

#include "dashboard/view.h"

namespace roadcase::dashboard {

std::string render(const HelpIndexPage& page) {
    Views topics;
    for (const auto& [code, title] : page.topics)
        topics.push_back(View{{"code", code}, {"heading", prose(title)}});
    return render({.title = "Help", .place = Place::help}, "help_index", View{{"topics", Value{topics}}});
}

}  // namespace roadcase::dashboard
