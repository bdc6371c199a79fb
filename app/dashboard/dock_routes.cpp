#include "dashboard/account_rows.h"
#include "dashboard/account_view.h"
#include "dashboard/dock_page.h"
#include "dashboard/forms.h"
#include "dashboard/message_page.h"
#include "server/doors.h"

namespace roadcase::dashboard {
namespace {

using server::PathValues;
using server::Request;
using server::Response;

std::string told(World& world, const Request& request) {
    const auto word = request.query.get("told");
    if (word == "opened") return "Opened in your browser.";
    if (word == "again") return "That did not work. Press it once more.";
    if (word == "nowhere") return "No browser opens here. Go to " + world.public_url + " yourself.";
    return {};
}

Response dock(World& world, const Request& request) {
    const auto records = accounts_with_life(world);
    if (!records) return error_answer(records.error());
    DockPage page;
    page.accounts = rows_of(world, *records);
    page.summary = summary_of(page.accounts);
    page.csrf = world.guard.token();
    page.fragment = wants_fragment(request);
    if (page.summary.tone != Tone::ok) page.told = told(world, request);
    return server::html(200, render(page));
}

/// Where the button of its row leads, as a page of its own.
std::string door_of(const World& world, const store::AccountRecord& record) {
    const auto client = world.registry.find(record.client);
    const auto row =
        account_row(record, client.get(), world.accounts.is_renewing(record.id), world.clock.now());
    const auto door = row.button ? row.button->href : server::door_of(record.client, record.id);
    return http::with_query(door, {{"from", "dock"}});
}

/// Opens the door of this account in the browser where the person is signed in at the provider already.
Response open_outside(World& world, const Request& request) {
    const auto record =
        form_of_ours(request, world.guard).and_then(account_in).and_then([&](const accounts::Reference& ref) {
            return world.accounts.find(ref);
        });
    // A page of the site does not fit in here, and leads away.
    if (!record) return go_to("/dock?told=again");
    if (!request.may_block) return server::later();
    const bool opened = world.open_browser(world.public_url + door_of(world, *record));
    return go_to(opened ? "/dock?told=opened" : "/dock?told=nowhere");
}

}  // namespace

void add_dock_routes(server::Router& router, World& world) {
    using Caller = server::RouteTraits::Caller;
    router.on("GET", "/dock", {Caller::dashboard, true},
              [&world](const Request& r, const PathValues&) { return dock(world, r); });
    router.on("POST", "/dock/open", {Caller::dashboard, false},
              [&world](const Request& r, const PathValues&) { return open_outside(world, r); });
}

}  // namespace roadcase::dashboard
