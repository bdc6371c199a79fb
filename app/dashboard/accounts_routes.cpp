#include "accounts/key_words.h"
#include "core/text.h"
#include "dashboard/account_rows.h"
#include "dashboard/account_view.h"
#include "dashboard/forms.h"
#include "dashboard/message_page.h"
#include "dashboard/offers.h"
#include "dashboard/own_paths.h"
#include "dashboard/script_rows.h"
#include "server/local_time.h"

namespace roadcase::dashboard {
namespace {

using server::PathValues;
using server::Request;
using server::Response;

constexpr int look_again_after = 5;

std::vector<KeyQuestion> questions_of(const World& world) {
    std::vector<KeyQuestion> questions;
    const auto now = world.clock.now();
    for (const auto& key : world.keys.waiting())
        questions.push_back({key.name, "The key `" + key.name + "` was used for the first time " +
                                           server::moment(*key.last_used_at, now) +
                                           ". If that was your script, allow it: it " +
                                           accounts::grants_in_words(key) + "."});
    return questions;
}

/// What a page of ours mends needs no command.
Notice notice_of(const Error& error, const std::string& home) {
    const bool is_of_a_file = error.code.starts_with("E6") || error.next.starts_with("roadcase ");
    if (is_of_a_file)
        return {file_problem(error, home) + " It stands under Scripts, Files kept fresh.", error.code};
    return {with_tilde(error.title, home) + " Set it right: `" + error.next + "`.", error.code};
}

Response accounts_page(World& world, const Request& request) {
    const auto records = accounts_with_life(world);
    if (!records) return error_answer(records.error());
    AccountsPage page;
    page.accounts = rows_of(world, *records);
    page.summary = summary_of(page.accounts);
    if (world.problems)
        for (const auto& each : world.problems()) page.notices.push_back(notice_of(each, world.home));
    page.questions = questions_of(world);
    page.practice = break_it(world, *records);
    page.offers = connect_offers(*records, world.registry, world.catalog.config()->providers);
    page.csrf = world.guard.token();
    for (const auto& row : page.accounts)
        if (row.state.tone == Tone::info) page.refresh_after = look_again_after;
    page.fragment = wants_fragment(request);
    return server::html(200, render(page));
}

Response back_home() {
    return go_to("/");
}

/// Allowed, or paused: the question comes back when the key is switched on again.
Response answer_key(World& world, const Request& request, bool allowed) {
    const auto form = form_of_ours(request, world.guard);
    if (!form) return error_answer(form.error());
    accounts::KeyChange change;
    if (allowed)
        change.allow = true;
    else
        change.paused = true;
    const auto changed = world.keys.change(form->get("key").value_or(""), change);
    return changed ? back_home() : error_answer(without_name(changed.error(), no_such_key()));
}

}  // namespace

void add_accounts_routes(server::Router& router, World& world) {
    const server::RouteTraits page{server::RouteTraits::Caller::dashboard, true};
    const server::RouteTraits action{server::RouteTraits::Caller::dashboard, false};
    const auto on = [&](const char* method, const char* path, const auto& traits, auto route) {
        router.on(method, path, traits,
                  [&world, route](const Request& r, const PathValues&) { return route(world, r); });
    };
    on("GET", "/", page, accounts_page);
    on("POST", "/keys/allow", action, [](World& w, const Request& r) { return answer_key(w, r, true); });
    on("POST", "/keys/deny", action, [](World& w, const Request& r) { return answer_key(w, r, false); });
}

}  // namespace roadcase::dashboard
