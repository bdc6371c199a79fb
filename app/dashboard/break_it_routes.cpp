#include "dashboard/break_it.h"
#include "dashboard/forms.h"
#include "dashboard/message_page.h"
#include "dashboard/world.h"

namespace roadcase::dashboard {
namespace {

using server::Request;
using server::Response;

/// What the button stands for, alone: one rehearsal at a time. False: there is none of that name.
bool begin(practice::AuthorizationServer& practice, std::string_view name) {
    practice::Faults faults;
    faults.slow_by = practice.faults().slow_by;
    bool is_fault = false;
    for (const auto& [each, fault] : practice::fault_names)
        if (each == name) faults.*fault = is_fault = true;
    if (!is_fault && name != "revoke" && name != "none") return false;
    practice.set_faults(faults);
    // What there is to renew with would go on: a sign-in that gives nothing new keeps it.
    if (name == "revoke" || faults.no_refresh_token) practice.revoke_all();
    return true;
}

/// Renewed at once, so that nobody waits for the state to show; what comes of it stands in the row.
Response rehearse(World& world, const Request& request) {
    const auto form = form_of_ours(request, world.guard);
    if (!form) return error_answer(form.error());
    if (!request.may_block) return server::later();
    const auto records = world.accounts.list();
    if (!records) return error_answer(records.error());
    const auto box = break_it(world, *records);
    if (!box || !begin(world.practice, form->get("fault").value_or("")))
        return error_answer(make_error(ErrorKind::not_found, "", "There is no such rehearsal here."));
    if (!box->needs_sign_in)
        (void)world.accounts.refresh({.client = {}, .name = {}, .subject = {}, .id = box->account_id});
    return go_to("/#break-it");
}

}  // namespace

void add_break_it_routes(server::Router& router, World& world) {
    router.on("POST", "/practice-faults", {server::RouteTraits::Caller::dashboard, false},
              [&world](const Request& r, const server::PathValues&) { return rehearse(world, r); });
}

}  // namespace roadcase::dashboard
