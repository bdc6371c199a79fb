#include "dashboard/doorway.h"

#include "dashboard/forms.h"
#include "server/doors.h"

namespace roadcase::dashboard {

using accounts::ClientEntry;

Result<Doorway> read_doorway(const World& world, const http::Params& params, const ClientEntry& client) {
    const auto checked = [&](std::string_view parameter) {
        auto value = params.get(parameter).value_or("");
        return accounts::is_name(value) ? value : std::string{};
    };
    Doorway wish{.account_id = {},
                 .name = checked("name"),
                 .flow = checked("flow"),
                 .role = checked("role"),
                 .choose = params.get("choose") == "1",
                 .warned = params.get("onair") == "1",
                 .from_dock = params.get("from") == "dock"};
    if (client.provider.role(wish.role) == nullptr) wish.role.clear();
    const auto account = params.get("account");
    if (!account) return wish;
    const auto record = accounts::parse_reference(*account).and_then(
        [&](const accounts::Reference& ref) { return world.accounts.find(ref); });
    if (!record || record->client != client.name) return fail(no_such_account());
    wish.account_id = record->id;
    return wish;
}

http::Params params_of(const Doorway& wish) {
    http::Params params;
    if (!wish.account_id.empty()) params.add("account", wish.account_id);
    if (!wish.name.empty()) params.add("name", wish.name);
    if (!wish.flow.empty()) params.add("flow", wish.flow);
    if (!wish.role.empty()) params.add("role", wish.role);
    if (wish.choose) params.add("choose", "1");
    if (wish.warned) params.add("onair", "1");
    if (wish.from_dock) params.add("from", "dock");
    return params;
}

bool is_led_by_others(const server::Request& request) {
    const auto site = request.headers.find("Sec-Fetch-Site");
    return site && *site != "none" && *site != "same-origin";
}

std::string door_for(const ClientEntry& client, const Doorway& wish) {
    const auto params = params_of(wish);
    const auto door = server::door_of(client.name);
    return params.empty() ? door : http::with_query(door, params);
}

}  // namespace roadcase::dashboard
