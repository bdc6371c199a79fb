#include "dashboard/wizard_page.h"

#include "dashboard/message_page.h"
#include "dashboard/view.h"
#include "providers/credential_form.h"

namespace roadcase::dashboard {
namespace {

Value value_list(const std::vector<ConsoleValue>& values) {
    Views out;
    for (const auto& each : values)
        out.push_back(View{{"label", each.label}, {"value", each.value}, {"copy", flag(each.copy)}});
    return Value{out};
}

/// What wizard.js needs to check it while it is typed, in the words the server would use.
Value form_view(const std::string& text) {
    const auto form = providers::parse_credential_form(text);
    if (!form) return flag(false);
    return Value{View{{"shortest", std::to_string(form->shortest)},
                      {"longest", std::to_string(form->longest)},
                      {"alphabet", form->alphabet},
                      {"right", providers::credential_form_in_words(text)}}};
}

Value asked_list(const std::vector<AskedField>& asked) {
    Views out;
    for (const auto& each : asked)
        out.push_back(View{{"name", each.name},
                           {"label", each.label},
                           {"value", each.secret ? std::string() : each.value},
                           {"type", std::string(each.secret ? "password" : "text")},
                           {"hint", shown(each.hint)},
                           {"wrong", shown(each.problem)},
                           {"form", form_view(each.form)},
                           {"required", flag(each.required)}});
    return Value{out};
}

Value scope_list(const std::vector<std::string>& scopes) {
    Views out;
    for (const auto& scope : scopes) out.push_back(View{{"scope", scope}});
    return Value{out};
}

Value choice_list(const std::vector<RoleChoice>& choices) {
    Views out;
    for (const auto& each : choices)
        out.push_back(View{{"role", each.role},
                           {"title", each.title},
                           {"detail", shown(each.detail)},
                           {"door", each.door},
                           {"scopes", scope_list(each.scopes)},
                           {"chosen", flag(each.chosen)}});
    return Value{out};
}

Value problem_view(const std::optional<Error>& problem) {
    if (!problem) return flag(false);
    return Value{View{{"what", prose(problem->title)},
                      {"why", prose(problem->detail)},
                      {"next", prose(as_step(problem->next))},
                      {"code", shown(problem->code)}}};
}

Value saved_view(const std::optional<SavedApp>& saved) {
    if (!saved) return flag(false);
    View view{{"words", prose(saved->words)},
              {"detail", saved->detail.empty() ? flag(false) : prose(saved->detail)},
              {"may_change", flag(saved->may_change)},
              {"verdict", flag(false)}};
    if (!saved->verdict.word.empty()) {
        View verdict;
        put_state(verdict, saved->verdict);
        view["verdict"] = Value{verdict};
    }
    return Value{view};
}

void put_steps(View& view, int now) {
    for (int step = 1; step <= 4; ++step)
        view["step" + std::to_string(step)] =
            View{{"done", flag(step < now)}, {"now", flag(step == now)}, {"number", std::to_string(step)}};
}

}  // namespace

std::string render(const WizardPage& page) {
    View view{{"provider", page.provider},
              {"address", page.address},
              {"account", shown(page.account)},
              {"at_step", std::to_string(page.step)},
              {"console", is_safe(page.console_url) ? Value{page.console_url} : flag(false)},
              {"notice", page.notice.empty() ? flag(false) : prose(page.notice)},
              {"has_before", flag(!page.before_you_start.empty())},
              {"before", proses(page.before_you_start)},
              {"has_obligations", flag(!page.obligations.empty())},
              {"obligations", proses(page.obligations)},
              {"has_values", flag(!page.values.empty())},
              {"values", value_list(page.values)},
              {"has_asked", flag(!page.asked.empty())},
              {"asked", asked_list(page.asked)},
              {"problem", problem_view(page.problem)},
              {"open_setup", flag(page.door.empty())},
              {"saved", saved_view(page.saved)},
              {"has_choices", flag(!page.choices.empty())},
              {"choices", choice_list(page.choices)},
              {"pasted", page.scopes},
              {"pasted_wrong", shown(page.scopes_problem)},
              {"may_paste", flag(page.may_paste_scopes)},
              {"door", shown(page.door)},
              {"device_door", shown(page.device_door)},
              {"csrf", page.csrf}};
    put_steps(view, page.step);
    return render({.title = page.problem ? as_heading(page.problem->title) : "Connect " + page.provider,
                   .place = Place::accounts,
                   .latch = page.latch,
                   .fragment = page.fragment},
                  "wizard", std::move(view));
}

}  // namespace roadcase::dashboard
