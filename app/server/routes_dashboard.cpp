#include "accounts/key_words.h"
#include "core/text.h"
#include "server/account_view.h"
#include "server/doors.h"
#include "server/routes_browser.h"

namespace roadcase::server {
namespace {

using accounts::Reference;
using store::AccountRecord;

constexpr int look_again_after = 5;

/// The list comes without tokens, and how long one lives is half of what a person wants to know.
Result<std::vector<AccountRecord>> accounts_with_life(BrowserWorld& world) {
    auto records = world.accounts.list();
    if (!records) return records;
    for (auto& record : *records)
        if (auto whole =
                world.accounts.find(Reference{.client = {}, .name = {}, .subject = {}, .id = record.id}))
            record = std::move(*whole);
    return records;
}

std::vector<AccountRow> rows_of(BrowserWorld& world, const std::vector<AccountRecord>& records) {
    std::vector<AccountRow> rows;
    for (const auto& record : records)
        rows.push_back(account_row(record, world.registry.find(record.client).get(),
                                   world.accounts.is_renewing(record.id), world.clock.now()));
    return rows;
}

bool has_configured_client(const accounts::Registry& registry) {
    for (const auto& client : registry.all())
        if (!client->built_in) return true;
    return false;
}

std::vector<KeyQuestion> questions_of(const BrowserWorld& world) {
    std::vector<KeyQuestion> questions;
    if (world.keys == nullptr) return questions;
    const auto now = world.clock.now();
    for (const auto& key : world.keys->waiting())
        questions.push_back({key.name, "The key `" + key.name + "` was used for the first time, " +
                                           in_words(now - *key.last_used_at) + " ago. If that was your script, " +
                                           "allow it: it " + accounts::grants_in_words(key) + "."});
    return questions;
}

Response dashboard(BrowserWorld& world, const FormGuard& guard) {
    const auto records = accounts_with_life(world);
    if (!records) return error_answer(records.error());
    DashboardPage page;
    page.accounts = rows_of(world, *records);
    page.summary = summary_of(page.accounts);
    if (world.problems)
        for (const auto& each : world.problems())
            page.notices.push_back({each.title + " Set it right: `" + each.next + "`.", each.code});
    page.questions = questions_of(world);
    page.offers = connect_offers(*records, world.registry);
    page.csrf = guard.token();
    if (!has_configured_client(world.registry)) page.redirect_uri = world.public_url + "/success";
    for (const auto& row : page.accounts)
        if (row.state.tone == Tone::info) page.refresh_after = look_again_after;
    return html(200, render(page));
}

/// A form of ours; anything else is refused before it is read further.
Result<http::Params> form_of_ours(const Request& request, const FormGuard& guard) {
    const auto type = to_lower(request.headers.find("Content-Type").value_or(""));
    auto form = type.starts_with("application/x-www-form-urlencoded") ? http::parse_params(request.body)
                                                                      : std::nullopt;
    if (form && !form->repeated() && guard.accepts(form->get("csrf").value_or(""))) return std::move(*form);
    return fail(ErrorKind::denied, "", "This page is no longer current.",
                "Roadcase was started again since it was loaded, or the request came from elsewhere. Nothing "
                "was changed.",
                "Go back to the list of accounts and press the button there.");
}

Result<Reference> account_in_form(const Request& request, const FormGuard& guard) {
    return form_of_ours(request, guard).and_then([](const http::Params& form) -> Result<Reference> {
        auto ref = accounts::parse_reference(form.get("account").value_or(""));
        if (!ref) return fail(ErrorKind::invalid_request, "E501", "There is no such account.");
        return ref;
    });
}

Response back_home() {
    return redirect(303, "/");
}

Response remove(BrowserWorld& world, const FormGuard& guard, const Request& request) {
    const auto ref = account_in_form(request, guard);
    if (!ref) return error_answer(ref.error());
    if (const auto removed = world.accounts.remove(*ref); !removed) return error_answer(removed.error());
    return back_home();
}

Response refresh(BrowserWorld& world, const FormGuard& guard, const Request& request) {
    const auto ref = account_in_form(request, guard);
    if (!ref) return error_answer(ref.error());
    if (!request.may_block) return later();
    // What went wrong stands in the account's row; only an account that is gone has none.
    if (const auto renewed = world.accounts.refresh(*ref);
        !renewed && renewed.error().kind == ErrorKind::not_found)
        return error_answer(renewed.error());
    return back_home();
}

/// Allowed, or paused: the question comes back when the key is switched on again.
Response answer_key(BrowserWorld& world, const FormGuard& guard, const Request& request, bool allowed) {
    const auto form = form_of_ours(request, guard);
    if (!form) return error_answer(form.error());
    accounts::KeyChange change;
    if (allowed)
        change.allow = true;
    else
        change.paused = true;
    const auto changed = world.keys->change(form->get("key").value_or(""), change);
    return changed ? back_home() : error_answer(changed.error());
}

Response icon(BrowserWorld& world) {
    auto worst = Tone::err;
    if (const auto records = accounts_with_life(world)) worst = summary_of(rows_of(world, *records)).tone;
    return {200, {{"Content-Type", "image/svg+xml"}}, favicon(worst)};
}

}  // namespace

void add_dashboard_routes(Router& router, BrowserWorld& world, std::shared_ptr<const FormGuard> guard) {
    using Caller = RouteTraits::Caller;
    router.on("GET", "/", {Caller::dashboard, true},
              [&world, guard](const Request&, const PathValues&) { return dashboard(world, *guard); });
    router.on("POST", "/accounts/remove", {Caller::dashboard, false},
              [&world, guard](const Request& r, const PathValues&) { return remove(world, *guard, r); });
    router.on("POST", "/accounts/refresh", {Caller::dashboard, false},
              [&world, guard](const Request& r, const PathValues&) { return refresh(world, *guard, r); });
    for (const bool allowed : {true, false})
        if (world.keys != nullptr)
            router.on("POST", allowed ? "/keys/allow" : "/keys/deny", {Caller::dashboard, false},
                      [&world, guard, allowed](const Request& r, const PathValues&) {
                          return answer_key(world, *guard, r, allowed);
                      });
    for (const auto* path : {"/favicon.svg", "/favicon.ico"})
        router.on("GET", path, {Caller::anyone, false},
                  [&world](const Request&, const PathValues&) { return icon(world); });
}

}  // namespace roadcase::server
