#pragma once

#include <string>

#include "dashboard/settings_page.h"
#include "dashboard/world.h"

namespace roadcase::dashboard {

/// What just came of one of the page's forms; shown where the form stands.
struct SettingsOutcome {
    std::string pack_problem;
    std::string app;  ///< the one that was tested
    StateMark mark;   ///< what came of it
    std::string text;
};

/// The page of settings.
server::Response settings_page(World& world, const server::Request& request, int status,
                               const SettingsOutcome& outcome);

/// "Move to another PC" and "Apps you registered".
void add_pack_routes(server::Router& router, World& world);
void add_app_routes(server::Router& router, World& world);

}  // namespace roadcase::dashboard
