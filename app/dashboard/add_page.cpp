#include "dashboard/add_page.h"

#include "dashboard/view.h"

namespace roadcase::dashboard {
namespace {

Value row_list(const std::vector<ProviderRow>& rows) {
    Views out;
    for (const auto& row : rows)
        if (is_safe(row.href))
            out.push_back(View{{"name", row.title},
                               {"letter", first_letter(row.title)},
                               {"text", shown(row.text)},
                               {"href", row.href}});
    return Value{out};
}

}  // namespace

std::string render(const PickerPage& page) {
    Views groups;
    for (const auto& group : page.groups)
        if (!group.rows.empty())
            groups.push_back(View{{"heading", group.title},
                                  {"id", "group-" + std::to_string(groups.size())},
                                  {"rows", row_list(group.rows)}});
    return render({.title = "Connect an account", .place = Place::accounts, .latch = page.latch}, "add",
                  View{{"groups", Value{groups}}});
}

std::string render(const AnotherPage& page) {
    View view{{"provider", page.provider},
              {"address", page.address},
              {"choices", row_list(page.choices)},
              {"has_choices", flag(!page.choices.empty())},
              {"name", page.name},
              {"wrong", shown(page.problem)},
              {"door", shown(page.door)},
              {"setup", shown(page.setup)}};
    return render({.title = "Connect another account at " + page.provider,
                   .place = Place::accounts,
                   .latch = page.latch},
                  "another", std::move(view));
}

}  // namespace roadcase::dashboard
