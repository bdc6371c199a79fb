#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "accounts/accounts.h"
#include "accounts/keys.h"
#include "config/catalog.h"
#include "dashboard/form_guard.h"
#include "dashboard/strays.h"
#include "dashboard/ui_settings.h"
#include "dashboard/verdicts.h"
#include "handout/links.h"
#include "platform/clipboard.h"
#include "platform/paths.h"
#include "practice/authorization_server.h"
#include "server/router.h"

namespace roadcase::dashboard {

/// What the pages work with; everything outlives the router.
struct World {
    accounts::Accounts& accounts;
    const accounts::Registry& registry;
    accounts::Keys& keys;
    config::Catalog& catalog;
    handout::Links& links;
    store::Store& store;
    const accounts::EventLog& events;
    UiSettings& ui;
    practice::AuthorizationServer& practice;
    const Clock& clock;
    Random& random;
    std::uint16_t port = 0;  ///< part of the cookie's name: cookies are shared by all ports of a host
    std::string public_url;
    /// A sign-in a terminal reserved, given to the first browser that opens it.
    std::function<std::optional<accounts::SignIn>(const std::string& flow_id)> take_reserved_flow;
    /// What is wrong with this computer, such as its clock (E106).
    std::function<std::vector<Error>()> problems;
    /// Clients or providers were changed: accounts may go on that could not before.
    std::function<void()> catalog_changed;
    /// Whether this computer may be on air: a streaming program runs. A guess that only adds caution.
    std::function<bool()> on_air;
    /// Opens an address of ours in the person's own browser; false when there is none here.
    std::function<bool(const std::string& url)> open_browser;
    /// Told of every token that leaves for the clipboard: which account, and to whom.
    std::function<void(const std::string& account, const std::string& who)> handed_out;
    /// Empties the desktop's clipboard when it holds the text with this hash.
    std::function<platform::Cleared(const std::string& hash)> clear_clipboard;
    platform::Paths paths;        ///< shown, and where a pack is put when there is no better place
    std::string home;             ///< the person's; paths below it are shown with "~"
    milliseconds patience{8000};  ///< until a person sees a page although a sign-in is not finished yet
    FormGuard guard = FormGuard(random);
    Strays strays{clock, random};
    Verdicts verdicts{};
};

/// Every page a browser sees except practice.
void add_dashboard(server::Router& router, World& world);

/// The routes it consists of, each in NAME_routes.cpp.
///
/// / and the answers to new keys.
void add_accounts_routes(server::Router& router, World& world);
/// /accounts/ACCOUNT and what its buttons do.
void add_account_routes(server::Router& router, World& world);
/// /dock, for a panel of 300 pixels inside a streaming program.
void add_dock_routes(server::Router& router, World& world);
/// /add: which provider, and the way through its console.
void add_connect_routes(server::Router& router, World& world);
/// /add/NAME/console: out to where an app is registered.
void add_console_routes(server::Router& router, World& world);
/// /add/NAME/device: a code that is entered on another device.
void add_device_routes(server::Router& router, World& world);
/// /auth, /success, /done.
void add_sign_in_routes(server::Router& router, World& world);
/// POST /on-air: no warning any more before a provider's page.
void add_on_air_routes(server::Router& router, World& world);
/// /help.
void add_help_routes(server::Router& router, World& world);
/// /activity.
void add_activity_routes(server::Router& router, World& world);
/// POST /practice-faults: break it on purpose.
void add_break_it_routes(server::Router& router, World& world);
/// /scripts: keys, files that are kept fresh, code.
void add_scripts_routes(server::Router& router, World& world);
/// /settings: what can be chosen, moving to another PC, registered apps.
void add_settings_routes(server::Router& router, World& world);
/// /copy: secrets that go to the clipboard and nowhere else.
void add_copy_routes(server::Router& router, World& world);
/// /live: server-sent events that tell an open page to look again.
void add_live_routes(server::Router& router, World& world);

}  // namespace roadcase::dashboard
