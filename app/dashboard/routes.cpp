#include "dashboard/account_rows.h"
#include "dashboard/assets.h"
#include "dashboard/world.h"

namespace roadcase::dashboard {

void add_dashboard(server::Router& router, World& world) {
    add_accounts_routes(router, world);
    add_account_routes(router, world);
    add_dock_routes(router, world);
    add_connect_routes(router, world);
    add_console_routes(router, world);
    add_device_routes(router, world);
    add_sign_in_routes(router, world);
    add_scripts_routes(router, world);
    add_settings_routes(router, world);
    add_copy_routes(router, world);
    add_on_air_routes(router, world);
    add_help_routes(router, world);
    add_activity_routes(router, world);
    add_break_it_routes(router, world);
    add_live_routes(router, world);
    add_asset_routes(router, [&world] { return worst_of(world); });
}

}  // namespace roadcase::dashboard
