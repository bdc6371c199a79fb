#include "dashboard/dock_page.h"

#include "dashboard/view.h"

namespace roadcase::dashboard {
namespace {

/// 300 pixels are for names; the shape and the colour say the rest.
std::string short_word(const std::string& word) {
    return word == "Connected" ? "OK" : word == "Provider down" ? "Down" : word;
}

/// The one button here asks for the person's own browser: the one inside a streaming program has other
/// cookies.
Value row_of(const AccountRow& row, const std::string& csrf) {
    auto view = row_view(row);
    view["word"] = short_word(row.state.word);
    view["opens"] = flag(row.button.has_value());
    view["label"] = row.button ? row.button->label : "";
    view["csrf"] = csrf;
    return Value{view};
}

}  // namespace

std::string render(const DockPage& page) {
    const bool calm = page.summary.tone == Tone::ok || page.accounts.empty();
    Views rows;
    for (const auto& row : page.accounts) rows.push_back(row_of(row, page.csrf));
    View view{{"calm", flag(calm)}, {"accounts", Value{rows}}, {"told", shown(page.told)}};
    put_state(view, page.summary);
    return render({.title = page.summary.word,
                   .latch = page.summary.tone,
                   .live = true,
                   .refresh_after = 20,
                   .fragment = page.fragment,
                   .bare = true},
                  "dock", std::move(view));
}

}  // namespace roadcase::dashboard
