#include "dashboard/accounts_page.h"

#include <algorithm>

#include "core/text.h"

namespace roadcase::dashboard {
namespace {

Value notice_list(const std::vector<Notice>& notices) {
    Views out;
    for (const auto& notice : notices)
        out.push_back(View{{"notice", prose(notice.text)}, {"code", shown(notice.code)}});
    return Value{out};
}

Value question_list(const AccountsPage& page) {
    Views out;
    for (const auto& each : page.questions)
        out.push_back(View{{"key", each.name}, {"question", prose(each.text)}, {"csrf", page.csrf}});
    return Value{out};
}

std::string title_of(const AccountsPage& page) {
    std::size_t waiting = 0;
    std::string first;
    for (const auto& row : page.accounts)
        if (row.state.tone == Tone::err && ++waiting == 1)
            first = row.provider + ": " + to_lower(row.state.word);
    return waiting == 0 ? "Accounts" : "(" + std::to_string(waiting) + ") " + first;
}

/// Who needs a person is said first, with the one button that mends it.
Value alarm(const AccountsPage& page) {
    const auto needs = [](const AccountRow& row) { return row.state.tone == Tone::err; };
    const auto count = std::count_if(page.accounts.begin(), page.accounts.end(), needs);
    if (count == 0) return flag(false);
    const auto& first = *std::find_if(page.accounts.begin(), page.accounts.end(), needs);
    const bool one = count == 1;
    View view{
        {"headline", one ? first.provider + " needs you to sign in again"
                         : std::to_string(count) + " accounts need you to sign in again"},
        {"text", one && !first.used_by.empty() ? "Scripts that use it wait. Everything else keeps working."
                                               : std::string("Everything else keeps working.")},
        {"button", flag(false)}};
    if (one && first.button && is_safe(first.button->href))
        view["button"] =
            View{{"label", first.button->label + " " + first.provider}, {"href", first.button->href}};
    return Value{view};
}

}  // namespace

std::string used_by_words(const std::vector<std::string>& names) {
    if (names.empty()) return {};
    const auto others = names.size() - 1;
    std::string words = "Used by " + names.front();
    if (others == 1) words += " and " + names.back();
    if (others > 1) words += " and " + std::to_string(others) + " others";
    return words;
}

View row_view(const AccountRow& row) {
    View out{{"id", row.id},
             {"reference", row.reference},
             {"provider", row.provider},
             {"letter", first_letter(row.provider)},
             {"person", shown(row.person)},
             {"number", shown(row.number)},
             {"text", row.text.empty() ? flag(false) : prose(row.text)},
             {"code", shown(row.code)},
             {"try_now", flag(row.try_now)},
             {"may_renew", flag(row.may_renew)},
             {"used_by", shown(used_by_words(row.used_by))},
             {"watch", flag(false)},
             {"button", flag(false)}};
    if (row.renews_at)
        out["watch"] = View{{"until", std::to_string(to_unix(*row.renews_at))},
                            {"left", row.renews_in},
                            {"just_renewed", flag(row.just_renewed)}};
    if (row.button && is_safe(row.button->href)) {
        const auto& [label, href, primary] = *row.button;
        out["button"] = View{{"label", label},
                             {"href", href},
                             {"primary", flag(primary)},
                             {"at_provider", flag(href.starts_with("/auth/"))}};
    }
    put_state(out, row.state);
    return out;
}

std::string render(const AccountsPage& page) {
    Views rows;
    for (const auto& row : page.accounts) rows.push_back(row_view(row));
    View view{{"empty", flag(page.accounts.empty())},
              {"alarm", alarm(page)},
              {"accounts", Value{rows}},
              {"notices", notice_list(page.notices)},
              {"questions", question_list(page)},
              {"has_questions", flag(!page.questions.empty())},
              {"offers", buttons(page.offers)},
              {"has_offers", flag(!page.offers.empty())},
              {"practice", page.practice ? Value{view_of(*page.practice)} : flag(false)},
              {"csrf", page.csrf}};
    put_state(view, page.summary);
    return render({.title = title_of(page),
                   .place = Place::accounts,
                   .latch = page.summary.tone,
                   .live = true,
                   .refresh_after = page.refresh_after,
                   .fragment = page.fragment},
                  "accounts", std::move(view));
}

}  // namespace roadcase::dashboard
