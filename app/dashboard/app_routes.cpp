#include "dashboard/forms.h"
#include "dashboard/message_page.h"
#include "dashboard/settings_routes.h"

namespace roadcase::dashboard {
namespace {

using http::Params;
using server::PathValues;
using server::Request;
using server::Response;

/// The app of the form's field "app". What was asked for and is not there is not repeated.
Result<accounts::ClientPtr> app_in(const World& world, const Params& form) {
    auto entry = world.registry.find(form.get("app").value_or(""));
    if (entry && !entry->built_in) return entry;
    return fail(ErrorKind::not_found, "E501", "There is no such app.", "It may have been removed.");
}

SettingsOutcome outcome_of(const std::string& app, const Result<accounts::ClientVerdict>& verdict) {
    if (!verdict) return {{}, app, {Shape::square, Tone::warn, "Could not be asked"}, verdict.error().title};
    if (!verdict->works) return {{}, app, {Shape::ring, Tone::muted, "Does not say"}, verdict->detail};
    return *verdict->works
               ? SettingsOutcome{{}, app, {Shape::circle, Tone::ok, "Works"}, verdict->detail}
               : SettingsOutcome{{}, app, {Shape::triangle, Tone::err, "Refused"}, verdict->detail};
}

Response test(World& world, const Request& request) {
    const auto app =
        form_of_ours(request, world.guard).and_then([&](const Params& form) { return app_in(world, form); });
    if (!app) return error_answer(app.error());
    if (!request.may_block) return server::later();
    const auto verdict = world.accounts.check_client(*app);
    world.verdicts.keep(**app, verdict_of(verdict, (*app)->provider.display_name));
    return settings_page(world, request, 200, outcome_of((*app)->name, verdict));
}

Response remove(World& world, const Request& request) {
    const auto removed =
        form_of_ours(request, world.guard)
            .and_then([&](const Params& form) { return app_in(world, form); })
            .and_then([&](const accounts::ClientPtr& app) { return world.catalog.remove_client(app->name); });
    if (!removed) return error_answer(removed.error());
    world.catalog_changed();
    return go_to("/settings#apps");
}

}  // namespace

void add_app_routes(server::Router& router, World& world) {
    const server::RouteTraits action{server::RouteTraits::Caller::dashboard, false};
    router.on("POST", "/settings/apps/test", action,
              [&world](const Request& r, const PathValues&) { return test(world, r); });
    router.on("POST", "/settings/apps/remove", action,
              [&world](const Request& r, const PathValues&) { return remove(world, r); });
}

}  // namespace roadcase::dashboard
