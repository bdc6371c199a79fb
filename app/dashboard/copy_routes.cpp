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

}  // namespace

void add_copy_routes(server::Router& router, World& world) {
    router.on("POST", "/copy/token", {server::RouteTraits::Caller::dashboard, false},
              [&world](const Request& r, const server::PathValues&) { return token(world, r); });
}

}  // namespace roadcase::dashboard
