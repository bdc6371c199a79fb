#include "dashboard/copying.h"
#include "dashboard/forms.h"
#include "dashboard/world.h"

namespace roadcase::dashboard {
namespace {

using server::Request;
using server::Response;

/// The token an account has now; renewed first where that is due, which takes its time.
Response token(World& world, const Request& request) {
    const auto account = copy_form(request, world.guard).and_then(account_in);
    if (!account) return not_copied(account.error());
    auto found = world.accounts.token_if_fresh(*account, {});
    if (found && !*found) {
        if (!request.may_block) return server::later();
        found = world.accounts.token(*account, {}).map([](accounts::Token fresh) {
            return std::optional(std::move(fresh));
        });
    }
    if (!found) return not_copied(without_name(found.error()));
    if (world.handed_out) world.handed_out((*found)->account, "dashboard");
    return to_clipboard((*found)->access_token);
}

/// Of a sign-in that came back here and belongs elsewhere.
Response address(World& world, const Request& request) {
    const auto form = copy_form(request, world.guard);
    if (!form) return not_copied(form.error());
    const auto stray = world.strays.find(form->get("which").value_or(""));
    if (!stray || stray->address.empty())
        return not_copied(make_error(ErrorKind::not_found, "E205", "This sign-in is over.",
                                     "An address is kept for ten minutes.", "Start again."));
    return to_clipboard(stray->address);
}

/// What the browser could not tell of the clipboard; one word for clear.js.
Response clear(World& world, const Request& request) {
    const auto form = copy_form(request, world.guard);
    if (!form) return not_copied(form.error());
    if (!request.may_block) return server::later();
    const auto outcome = world.clear_clipboard(form->get("hash").value_or(""));
    return server::text(200, outcome == platform::Cleared::yes             ? "cleared"
                             : outcome == platform::Cleared::holds_another ? "another"
                                                                           : "unknown");
}

}  // namespace

void add_copy_routes(server::Router& router, World& world) {
    const server::RouteTraits traits{server::RouteTraits::Caller::dashboard, false};
    router.on("POST", "/copy/token", traits,
              [&world](const Request& r, const server::PathValues&) { return token(world, r); });
    router.on("POST", "/copy/clear", traits,
              [&world](const Request& r, const server::PathValues&) { return clear(world, r); });
    router.on("POST", "/copy/address", traits,
              [&world](const Request& r, const server::PathValues&) { return address(world, r); });
}

}  // namespace roadcase::dashboard
