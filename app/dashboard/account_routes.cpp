#include <algorithm>

#include "accounts/state.h"
#include "core/text.h"
#include "dashboard/account_history.h"
#include "dashboard/account_page.h"
#include "dashboard/account_rows.h"
#include "dashboard/forms.h"
#include "dashboard/message_page.h"
#include "dashboard/own_paths.h"
#include "server/help_texts.h"
#include "server/local_time.h"

namespace roadcase::dashboard {
namespace {

using server::PathValues;
using server::Request;
using server::Response;
using store::AccountRecord;

std::vector<std::pair<std::string, std::string>> users_of(World& world, const AccountRecord& record) {
    std::vector<std::pair<std::string, std::string>> users;
    const auto now = world.clock.now();
    for (const auto& key : world.keys.list().value_or(std::vector<store::KeyRecord>()))
        if (may_use(key, record))
            users.emplace_back(key.name,
                               key.last_used_at ? server::moment(*key.last_used_at, now) : "not yet");
    for (const auto& file : world.store.links().value_or(std::vector<store::LinkRecord>()))
        if (file.account_id == record.id) users.emplace_back(shown_path(file.path, world.home), "kept fresh");
    return users;
}

bool is_granted(const AccountRecord& record, const std::vector<std::string>& scopes) {
    return !scopes.empty() && std::all_of(scopes.begin(), scopes.end(), [&](const std::string& scope) {
        return std::find(record.scopes.begin(), record.scopes.end(), scope) != record.scopes.end();
    });
}

std::vector<std::string> may_do(const AccountRecord& record, const providers::Provider& provider) {
    std::vector<std::string> words;
    for (const auto& bundle : provider.bundles)
        if (const auto* scopes = provider.role(bundle.name); scopes != nullptr && is_granted(record, *scopes))
            words.push_back(bundle.title);
    return words;
}

std::vector<std::string> why_of(const std::string& code) {
    const auto* text = code.empty() ? nullptr : server::help_text(code);
    if (text == nullptr) return {};
    return {std::string(text->why), "What to do: " + std::string(text->what_to_do)};
}

AccountPage page_of(World& world, const AccountRecord& record) {
    const auto now = world.clock.now();
    AccountPage page;
    page.row = rows_of(world, {record}, hidden_names(world)).front();
    page.latch = worst_of(world);
    page.users = users_of(world, record);
    page.why = why_of(page.row.code);
    page.paused = record.status == store::AccountStatus::paused;
    page.may_revoke = !accounts::is_app(record);
    page.csrf = world.guard.token();
    page.may_copy = record.status == store::AccountStatus::connected && record.tokens;
    if (const auto client = world.registry.find(record.client)) {
        page.may_do = may_do(record, client->provider);
        if (!client->built_in && !accounts::is_app(record))
            page.change_href =
                http::with_query("/add/" + client->provider.name, {{"account", page.row.reference}});
    }
    const auto week = history_of(world.store, page.row.reference, now);
    page.history = week.marks;
    page.renewals = week.renewals;
    page.failures = week.failures;
    return page;
}

Response show(World& world, const Request& request, const std::string& name) {
    const auto record = accounts::parse_reference(name).and_then(
        [&](const accounts::Reference& ref) { return world.accounts.find(ref); });
    // What was asked for is not repeated: it may be anything.
    if (!record) return error_answer(no_such_account());
    // A week of activity is read from the disk.
    if (!request.may_block) return server::later();
    auto page = page_of(world, *record);
    page.fragment = wants_fragment(request);
    return server::html(200, render(page));
}

/// What a button asks for: the account of its form, and the page it stands on.
struct Asked {
    accounts::Reference account;
    bool on_own_page = false;
};

Result<Asked> asked_in(World& world, const Request& request) {
    return form_of_ours(request, world.guard).and_then([](const http::Params& form) {
        return account_in(form).map([&](accounts::Reference ref) {
            return Asked{std::move(ref), form.get("from") == "account"};
        });
    });
}

Response back_from(const Asked& asked) {
    return go_to(asked.on_own_page ? "/accounts/" + asked.account.id : "/");
}

Response remove(World& world, const Asked& asked) {
    const auto removed = world.accounts.remove(asked.account);
    return removed ? go_to("/") : error_answer(without_name(removed.error()));
}

/// What went wrong stands in the account's row; only an account that is gone has none.
Response refresh(World& world, const Asked& asked) {
    const auto renewed = world.accounts.refresh(asked.account);
    if (!renewed && renewed.error().kind == ErrorKind::not_found) return error_answer(no_such_account());
    return back_from(asked);
}

Response pause(World& world, const Asked& asked) {
    const auto paused = world.accounts.pause(asked.account);
    return paused ? back_from(asked) : error_answer(without_name(paused.error()));
}

Response resume(World& world, const Asked& asked) {
    const auto resumed = world.accounts.resume(asked.account);
    return resumed ? back_from(asked) : error_answer(without_name(resumed.error()));
}

/// Says what happened and what is left to do, never more.
Response revoke(World& world, const Asked& asked) {
    const auto outcome = world.accounts.revoke(asked.account);
    if (!outcome) return error_answer(without_name(outcome.error()));
    MessagePage page;
    page.state = outcome->told_provider ? StateMark{Shape::circle, Tone::ok, "Signed out"}
                                        : StateMark{Shape::triangle, Tone::warn, "Removed here only"};
    page.heading =
        outcome->account + (outcome->told_provider ? " is revoked and removed" : " is removed here");
    page.paragraphs = {outcome->note, "Scripts that use it stop working."};
    page.buttons = {to_accounts(true)};
    return page_answer(200, page);
}

}  // namespace

void add_account_routes(server::Router& router, World& world) {
    using Caller = server::RouteTraits::Caller;
    router.on("GET", "/accounts/{account*}", {Caller::dashboard, true},
              [&world](const Request& r, const PathValues& v) {
                  return show(world, r, v.find("account")->second);
              });
    const auto on = [&](const char* path, auto action) {
        router.on("POST", path, {Caller::dashboard, false},
                  [&world, action](const Request& request, const PathValues&) {
                      const auto asked = asked_in(world, request);
                      if (!asked) return error_answer(asked.error());
                      // Each waits for a renewal of its account that is on its way.
                      if (!request.may_block) return server::later();
                      return action(world, *asked);
                  });
    };
    on("/accounts/remove", remove);
    on("/accounts/refresh", refresh);
    on("/accounts/pause", pause);
    on("/accounts/resume", resume);
    on("/accounts/revoke", revoke);
}

}  // namespace roadcase::dashboard
