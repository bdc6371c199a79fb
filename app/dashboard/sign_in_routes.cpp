#include <atomic>

#include "core/text.h"
#include "dashboard/door_pages.h"
#include "dashboard/doorway.h"
#include "dashboard/hidden_names.h"
#include "dashboard/message_page.h"
#include "dashboard/sign_in_pages.h"
#include "dashboard/slow_finish.h"
#include "server/doors.h"
#include "server/own_cookies.h"

namespace roadcase::dashboard {
namespace {

using accounts::ClientEntry;
using server::door_of;
using server::later;
using server::PathValues;
using server::redirect;
using server::Request;
using server::Response;

/// Sign-ins that may be under way in one browser at a time; more would only fatten its requests.
constexpr unsigned cookie_slots = 8;
constexpr int bad_request = 400;
const std::string done_path = "/done/";

/// The routes around one sign-in: out through the door, back through the redirection endpoint. Thread-safe.
class SignInRoutes {
  public:
    explicit SignInRoutes(World& world) : world_(world) {}

    Response open_default(const Request& request);
    Response open_named(const Request& request, const std::string& name);
    Response success(const Request& request);
    Response done(const std::string& id);

  private:
    Response astray(const Stray& stray, const std::string& id) const;
    Response open(const Request& request, const ClientEntry& client);
    bool came_from_us(const Request& request, const std::string& door) const;
    std::optional<std::string> move_to_redirect_host(const Request& request, const ClientEntry& client,
                                                     const std::string& door) const;
    Result<accounts::SignIn> sign_in_of(const Doorway& wish, const ClientEntry& client);
    Response start(const accounts::SignIn& wish, const ClientEntry& client);
    std::string cookie_prefix() const {
        return std::string(server::own_cookies) + "flow_" + std::to_string(world_.port) + "_";
    }
    std::string cookie_for(const Secret& binding, const ClientEntry& client);

    World& world_;
    std::atomic<unsigned> next_slot_{0};
    SlowFinish finishing_{world_.random};
};

Response SignInRoutes::open_default(const Request& request) {
    if (const auto client = world_.registry.the_default()) return open(request, *client);
    return page_answer(200, chooser_page(world_.registry));
}

Response SignInRoutes::open_named(const Request& request, const std::string& name) {
    if (const auto client = world_.registry.find(name)) return open(request, *client);
    return page_answer(404, unknown_client_page(name, world_.registry));
}

/// GET /auth/NAME: nothing starts for HEAD or for a page from elsewhere, and everything starts on the host
/// that the provider will send the browser back to, or the cookie would be lost.
Response SignInRoutes::open(const Request& request, const ClientEntry& client) {
    auto wish = read_doorway(world_, request.query, client);
    if (!wish) return error_answer(wish.error());
    if (server::is_finished_by_pasting(client, world_.public_url))
        return page_answer(200, paste_page(client));
    const auto door = door_for(client, *wish);
    if (request.method != "GET" || !came_from_us(request, door)) {
        // A reservation of a terminal is not for pages from elsewhere, and no such page has warned anybody.
        wish->flow.clear();
        wish->warned = false;
        return page_answer(200, click_through_page(client, door_for(client, *wish)));
    }
    if (must_warn(world_, *wish, client)) return warning(world_, *wish, client);
    if (const auto there = move_to_redirect_host(request, client, door)) return redirect(307, *there);
    if (!request.may_block && !world_.accounts.begins_at_once(client.name)) return later();
    const auto sign_in = sign_in_of(*wish, client);
    if (!sign_in) return error_answer(sign_in.error());
    return start(*sign_in, client);
}

/// Moving between our two loopback names looks like another site to the browser; the pass tells it apart.
bool SignInRoutes::came_from_us(const Request& request, const std::string& door) const {
    if (!is_led_by_others(request)) return true;
    return world_.guard.accepts_pass(request.query.get("pass").value_or(""), door, world_.clock.now());
}

std::optional<std::string> SignInRoutes::move_to_redirect_host(const Request& request,
                                                               const ClientEntry& client,
                                                               const std::string& door) const {
    const auto target = http::parse_url(client.client.redirect_uri);
    const auto host = request.headers.find("Host");
    // Moved already: a proxy of the user's own shows us another Host than the browser used.
    if (!target || !host || request.query.get("pass") || iequals(*host, target->authority()))
        return std::nullopt;
    return http::with_query(target->origin() + door, {{"pass", world_.guard.pass(door, world_.clock.now())}});
}

Result<accounts::SignIn> SignInRoutes::sign_in_of(const Doorway& wish, const ClientEntry& client) {
    if (wish.flow.empty()) {
        accounts::SignIn sign_in;
        sign_in.client = client.name;
        sign_in.account = wish.account_id;
        sign_in.name = wish.name;
        sign_in.choose_account = wish.choose;
        if (wish.from_dock) sign_in.origin = "dock";
        if (const auto* scopes = client.provider.role(wish.role)) sign_in.scopes = *scopes;
        return sign_in;
    }
    auto reserved = world_.take_reserved_flow ? world_.take_reserved_flow(wish.flow) : std::nullopt;
    if (!reserved || reserved->client != client.name)
        return fail(ErrorKind::invalid_request, "E205",
                    "This sign-in was opened already, or is older than 10 min.",
                    "A link from a terminal works once.", "Start it again in the terminal.");
    return std::move(*reserved);
}

Response SignInRoutes::start(const accounts::SignIn& wish, const ClientEntry& client) {
    const auto started = world_.accounts.begin_authorization(wish);
    if (!started) return error_answer(started.error());
    auto response = redirect(307, started->authorization_url);
    response.headers.add("Set-Cookie", cookie_for(started->binding, client));
    return response;
}

std::string SignInRoutes::cookie_for(const Secret& binding, const ClientEntry& client) {
    const auto slot = next_slot_++ % cookie_slots;
    const bool secure = client.client.redirect_uri.starts_with("https://");
    return cookie_prefix() + std::to_string(slot) + "=" + binding.reveal() +
           "; Path=/success; Max-Age=600; HttpOnly; SameSite=Lax" + (secure ? "; Secure" : "");
}

/// GET /success, the redirection endpoint: everything happens before the 303, so that neither code nor state
/// ever is the address of a page. A slow provider is waited for on that page.
Response SignInRoutes::success(const Request& request) {
    if (request.method != "GET") return {405, {{"Allow", "GET"}}, {}};
    if (!request.may_block) return later();
    const auto finish = [this, query = request.raw_query, path = request.path,
                         cookies = request.cookies_with_prefix(cookie_prefix())] {
        const auto flow = world_.accounts.complete_authorization(query, cookies, path);
        if (flow) return done_path + flow->id;
        return done_path + world_.strays.keep(flow.error(), world_.public_url + path, query).value_or("lost");
    };
    const auto finished = finishing_.run(finish, world_.patience);
    return redirect(303, finished.path.value_or(done_path + finished.id));
}

/// An answer that no sign-in of this browser waits for. A terminal elsewhere may: its person takes it there.
Response SignInRoutes::astray(const Stray& stray, const std::string& id) const {
    auto page = error_page(stray.error, "Not connected");
    if (!stray.address.empty())
        page.copies = CopyButton{"Copy the address", "/copy/address", id, world_.guard.token()};
    const auto status = row_of(stray.error.kind).http_status;
    return page_answer(status < 500 ? bad_request : status, page);
}

Response SignInRoutes::done(const std::string& id) {
    if (const auto finishing = finishing_.find(id))
        return finishing->path ? redirect(303, *finishing->path) : page_answer(200, waiting_page());
    if (const auto stray = world_.strays.find(id)) return astray(*stray, id);
    auto flow = world_.accounts.flow(id);
    if (flow) flow = hidden_names(world_).without_names(std::move(*flow));
    if (!flow) {
        auto error = make_error(ErrorKind::not_found, "E205", "This sign-in is over.",
                                "Its page is kept for ten minutes.", "Look at the list of accounts.");
        return page_answer(404, error_page(error, "Not found"));
    }
    if (flow->state == accounts::Flow::State::pending)
        return page_answer(200, waiting_page(flow->provider_name));
    if (flow->state == accounts::Flow::State::failed)
        return page_answer(200, failed_page(*flow, world_.registry.find(flow->client).get()));
    const auto record =
        accounts::parse_reference(flow->account).and_then([&](const accounts::Reference& ref) {
            return world_.accounts.find(ref);
        });
    return page_answer(200, connected_page(*flow, record ? record->scopes : std::vector<std::string>{}));
}

}  // namespace

void add_sign_in_routes(server::Router& router, World& world) {
    const server::RouteTraits traits{server::RouteTraits::Caller::dashboard, true};
    const auto routes = std::make_shared<SignInRoutes>(world);
    router.on("GET", "/auth", traits,
              [routes](const Request& r, const PathValues&) { return routes->open_default(r); });
    router.on("GET", "/auth/{name}", traits, [routes](const Request& r, const PathValues& v) {
        return routes->open_named(r, v.find("name")->second);
    });
    for (const auto* path : {"/success", "/success/{name}"})
        router.on("GET", path, traits,
                  [routes](const Request& r, const PathValues&) { return routes->success(r); });
    router.on("GET", "/done/{id}", traits,
              [routes](const Request&, const PathValues& v) { return routes->done(v.find("id")->second); });
}

}  // namespace roadcase::dashboard
