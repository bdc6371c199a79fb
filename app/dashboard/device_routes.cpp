#include <algorithm>

#include "core/guarded.h"
#include "dashboard/account_rows.h"
#include "dashboard/app_saving.h"
#include "dashboard/device_page.h"
#include "dashboard/forms.h"
#include "dashboard/message_page.h"
#include "dashboard/view.h"
#include "dashboard/way_out.h"

namespace roadcase::dashboard {
namespace {

using accounts::ClientPtr;
using server::PathValues;
using server::Request;
using server::Response;

constexpr std::size_t most_waiting = 64;

/// A code that waits to be entered.
struct WaitingCode {
    std::string user_code;
    std::string where;
    Time ends_at{};
    bool uncovered = false;  ///< the person wanted to see it although they may be live
};

/// Thread-safe.
class DeviceRoutes {
  public:
    explicit DeviceRoutes(World& world) : world_(world) {}

    Response offer(const Request& request, const std::string& name) const;
    Response begin(const Request& request, const std::string& name);
    Response wait(const Request& request, const std::string& name, const std::string& flow_id) const;
    Response lead(const Request& request, const std::string& name, const std::string& flow_id) const;
    Response uncover(const Request& request, const std::string& name, const std::string& flow_id);

  private:
    ClientPtr client_of(const std::string& name) const;
    std::optional<WaitingCode> find(const std::string& flow_id) const;
    void keep(const accounts::StartedDevice& started);

    World& world_;
    Guarded<std::map<std::string, WaitingCode>> codes_;  ///< by sign-in
};

std::string address_of(const std::string& name) {
    return "/add/" + name + "/device";
}

/// Some put the code into the address, which may stand on screen while the code is covered.
std::string without_code(const std::string& uri) {
    return uri.substr(0, uri.find_first_of("?#"));
}

Response not_here() {
    return error_answer(make_error(ErrorKind::not_found, "", "There is no sign-in with a code here.",
                                   "The app is not set up yet, or its provider has no such sign-in."));
}

/// nullptr: there is no app, or its provider gives no codes.
ClientPtr DeviceRoutes::client_of(const std::string& name) const {
    const auto config = world_.catalog.config();
    const auto found = config->providers.find(name);
    if (found == config->providers.end()) return nullptr;
    auto client = client_for(world_.registry, found->second);
    return client && !client->provider.server.device_authorization_endpoint.empty() ? client : nullptr;
}

std::optional<WaitingCode> DeviceRoutes::find(const std::string& flow_id) const {
    return codes_.with([&](const auto& all) {
        const auto found = all.find(flow_id);
        return found == all.end() ? std::nullopt : std::optional(found->second);
    });
}

void DeviceRoutes::keep(const accounts::StartedDevice& started) {
    const auto now = world_.clock.now();
    codes_.with([&](auto& all) {
        std::erase_if(all, [&](const auto& each) { return each.second.ends_at < now; });
        if (all.size() >= most_waiting)
            all.erase(std::min_element(all.begin(), all.end(), [](const auto& a, const auto& b) {
                return a.second.ends_at < b.second.ends_at;
            }));
        all[started.flow_id] = {started.user_code, without_code(started.verification_uri),
                                now + started.expires_in};
    });
}

Response DeviceRoutes::offer(const Request& request, const std::string& name) const {
    const auto client = client_of(name);
    if (!client) return not_here();
    DevicePage page;
    page.provider = client->provider.display_name;
    page.address = address_of(name);
    const auto role = request.query.get("role").value_or("");
    if (client->provider.role(role) != nullptr) page.role = role;
    page.csrf = world_.guard.token();
    page.latch = worst_of(world_);
    return server::html(200, render(page));
}

Response DeviceRoutes::begin(const Request& request, const std::string& name) {
    const auto form = form_of_ours(request, world_.guard);
    if (!form) return error_answer(form.error());
    const auto client = client_of(name);
    if (!client) return not_here();
    if (!request.may_block) return server::later();
    accounts::SignIn wish;
    wish.client = client->name;
    wish.origin = "device";
    if (const auto* scopes = client->provider.role(form->get("role").value_or(""))) wish.scopes = *scopes;
    const auto started = world_.accounts.begin_device(wish);
    if (!started) return error_answer(started.error());
    keep(*started);
    return go_to(address_of(name) + "/" + started->flow_id);
}

Response DeviceRoutes::wait(const Request& request, const std::string& name,
                            const std::string& flow_id) const {
    const auto code = find(flow_id);
    const auto client = client_of(name);
    const auto flow = world_.accounts.flow(flow_id);
    if (flow && flow->state != accounts::Flow::State::pending) return go_to("/done/" + flow_id);
    if (!code || !client) return not_here();
    if (!flow) return go_to("/done/" + flow_id);
    DevicePage page;
    page.provider = client->provider.display_name;
    page.address = address_of(name) + "/" + flow_id;
    page.begun = true;
    page.where = code->where;
    if (code->uncovered || !world_.on_air()) page.code = code->user_code;
    page.until = std::to_string(to_unix(code->ends_at));
    page.csrf = world_.guard.token();
    page.latch = worst_of(world_);
    page.fragment = wants_fragment(request);
    return server::html(200, render(page));
}

/// To the provider's page where the code is entered.
Response DeviceRoutes::lead(const Request& request, const std::string& name,
                            const std::string& flow_id) const {
    const auto code = find(flow_id);
    const auto client = client_of(name);
    if (!code || !client || !is_safe(code->where)) return not_here();
    const auto& provider = client->provider.display_name;
    return lead_out(world_, request,
                    {.provider = provider,
                     .address = address_of(name) + "/" + flow_id + "/open",
                     .target = code->where,
                     .sight = sight_of_page});
}

Response DeviceRoutes::uncover(const Request& request, const std::string& name, const std::string& flow_id) {
    if (const auto form = form_of_ours(request, world_.guard); !form) return error_answer(form.error());
    const bool found = client_of(name) && codes_.with([&](auto& all) {
        const auto code = all.find(flow_id);
        if (code != all.end()) code->second.uncovered = true;
        return code != all.end();
    });
    return found ? go_to(address_of(name) + "/" + flow_id) : not_here();
}

}  // namespace

void add_device_routes(server::Router& router, World& world) {
    const server::RouteTraits page{server::RouteTraits::Caller::dashboard, true};
    const server::RouteTraits action{server::RouteTraits::Caller::dashboard, false};
    const auto routes = std::make_shared<DeviceRoutes>(world);
    const auto of = [](const PathValues& values, const char* name) { return values.find(name)->second; };
    router.on("GET", "/add/{name}/device", page,
              [=](const Request& r, const PathValues& v) { return routes->offer(r, of(v, "name")); });
    router.on("POST", "/add/{name}/device", action,
              [=](const Request& r, const PathValues& v) { return routes->begin(r, of(v, "name")); });
    router.on("GET", "/add/{name}/device/{flow}", page, [=](const Request& r, const PathValues& v) {
        return routes->wait(r, of(v, "name"), of(v, "flow"));
    });
    router.on("GET", "/add/{name}/device/{flow}/open", page, [=](const Request& r, const PathValues& v) {
        return routes->lead(r, of(v, "name"), of(v, "flow"));
    });
    router.on("POST", "/add/{name}/device/{flow}/show", action, [=](const Request& r, const PathValues& v) {
        return routes->uncover(r, of(v, "name"), of(v, "flow"));
    });
}

}  // namespace roadcase::dashboard
