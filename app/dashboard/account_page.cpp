#include "dashboard/account_page.h"

#include "core/text.h"

namespace roadcase::dashboard {
namespace {

constexpr std::size_t marks_shown = 20;

Value texts(const char* name, const std::vector<std::string>& all) {
    Views out;
    for (const auto& each : all) out.push_back(View{{name, each}});
    return Value{out};
}

Value pairs(const std::vector<std::pair<std::string, std::string>>& all) {
    Views out;
    for (const auto& [fact, value] : all) out.push_back(View{{"fact", fact}, {"value", value}});
    return Value{out};
}

/// A mark for each of the last renewals; the sentence beside it says the same.
std::string marks(const std::vector<bool>& history) {
    const auto skipped = history.size() > marks_shown ? history.size() - marks_shown : 0;
    std::string out;
    for (auto at = skipped; at < history.size(); ++at) out += history[at] ? "●" : "▲";
    return out;
}

std::string counted(int number, const char* what) {
    return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

std::string title_of(const AccountRow& row) {
    return row.provider + (row.number.empty() ? "" : " " + row.number) +
           (row.person.empty() ? "" : " · " + row.person) +
           (row.state.tone == Tone::ok ? "" : ": " + to_lower(row.state.word));
}

}  // namespace

std::string render(const AccountPage& page) {
    auto view = row_view(page.row);
    view["may_do"] = shown(join(page.may_do, " · "));
    view["has_scopes"] = flag(!page.row.scopes.empty());
    view["scopes"] = texts("scope", page.row.scopes);
    view["facts"] = pairs(page.row.facts);
    view["has_users"] = flag(!page.users.empty());
    view["users"] = pairs(page.users);
    view["may_copy"] = flag(page.may_copy);
    view["marks"] = shown(marks(page.history));
    view["history"] = counted(page.renewals, "renewal") +
                      (page.failures > 0 ? ", " + counted(page.failures, "failure") : "") +
                      " in the last 7 days";
    view["has_why"] = flag(!page.why.empty());
    view["why"] = proses(page.why);
    view["change_href"] = shown(page.change_href);
    view["paused"] = flag(page.paused);
    view["may_revoke"] = flag(page.may_revoke);
    view["csrf"] = page.csrf;
    return render({.title = title_of(page.row),
                   .place = Place::accounts,
                   .latch = page.latch,
                   .live = true,
                   .fragment = page.fragment},
                  "account", std::move(view));
}

}  // namespace roadcase::dashboard
