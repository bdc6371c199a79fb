#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "accounts/accounts.h"
#include "accounts/keys.h"
#include "server/form_guard.h"
#include "server/pages.h"
#include "server/router.h"

namespace roadcase::server {

/// What the pages work with; everything outlives the router.
struct BrowserWorld {
    accounts::Accounts& accounts;
    const accounts::Registry& registry;
    const Clock& clock;
    Random& random;
    std::uint16_t port = 0;  ///< part of the cookie's name: cookies are shared by all ports of a host
    std::string public_url;
    /// A sign-in a terminal reserved, given to the first browser that opens it; may be empty.
    std::function<std::optional<accounts::SignIn>(const std::string& flow_id)> take_reserved_flow;
    /// What is wrong with this computer, such as its clock (E106); may be empty.
    std::function<std::vector<Error>()> problems = {};
    accounts::Keys* keys = nullptr;  ///< whose first uses are asked about; may be missing
};

/// Every page a browser sees except practice: /, /auth, /success, /done, the dashboard's actions, /help,
/// style and icon.
void add_browser_routes(Router& router, BrowserWorld& world);

/// The three it consists of.
void add_sign_in_routes(Router& router, BrowserWorld& world, std::shared_ptr<const FormGuard> guard);
void add_dashboard_routes(Router& router, BrowserWorld& world, std::shared_ptr<const FormGuard> guard);
void add_help_routes(Router& router);

/// An answer that is a page.
Response page_answer(int status, const MessagePage& page);
/// The page for an Error, with the status of its kind.
Response error_answer(const Error& error);

}  // namespace roadcase::server
