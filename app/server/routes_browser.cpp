#include "server/routes_browser.h"

#include "server/sign_in_pages.h"

namespace roadcase::server {

Response page_answer(int status, const MessagePage& page) {
    return html(status, render(page));
}

Response error_answer(const Error& error) {
    return page_answer(row_of(error.kind).http_status, error_page(error));
}

void add_browser_routes(Router& router, BrowserWorld& world) {
    const auto guard = std::make_shared<const FormGuard>(world.random);
    add_sign_in_routes(router, world, guard);
    add_dashboard_routes(router, world, guard);
    add_help_routes(router);
}

}  // namespace roadcase::server
