#include "dashboard/break_it.h"

#include <algorithm>
#include <array>

#include "dashboard/world.h"
#include "server/doors.h"

namespace roadcase::dashboard {
namespace {

/// One rehearsal: its button, what it plays, and what is on while it lasts.
struct Rehearsal {
    std::string_view name;
    std::string_view label;
    std::string_view plays;
    std::string_view now;
};

constexpr auto rehearsals = std::to_array<Rehearsal>({
    {"revoke", "Revoke me",
     "You removed the app at the provider, or changed your password. Press Reconnect to mend it.",
     "The connection was removed at Practice Stream. Press Reconnect, then Allow."},
    {"down", "Provider down",
     "It answers nothing. The token stays good until its end, and Roadcase keeps trying.",
     "Practice Stream answers nothing."},
    {"wrong_secret", "Wrong secret", "A new secret was made in its console, and nobody told Roadcase.",
     "Practice Stream refuses the app's secret."},
    {"slow", "Slow answers", "Each answer takes three seconds. Scripts wait that long, and nothing breaks.",
     "Practice Stream takes three seconds for each answer."},
    {"no_refresh_token", "No way to renew",
     "This sign-in ends, and the next one gets a token and no way to renew it.",
     "The next sign-in gets nothing to renew with."},
    {"slow_clock", "Slow clock",
     "This PC's clock is six minutes behind. Nothing is set; only the warning is played.",
     "Roadcase takes this PC's clock for six minutes slow, and says so above."},
});

std::string_view fault_of(const practice::Faults& faults) {
    for (const auto& [name, fault] : practice::fault_names)
        if (faults.*fault) return name;
    return {};
}

}  // namespace

std::optional<BreakIt> break_it(const World& world, const std::vector<store::AccountRecord>& records) {
    const auto is_practice = [&](const store::AccountRecord& record) {
        const auto client = world.registry.find(record.client);
        return client && client->built_in;
    };
    const auto found = std::find_if(records.begin(), records.end(), is_practice);
    if (found == records.end()) return std::nullopt;
    BreakIt box;
    box.account_id = found->id;
    box.csrf = world.guard.token();
    box.broken = fault_of(world.practice.faults());
    box.needs_sign_in = found->status == store::AccountStatus::needs_authorization;
    if (box.needs_sign_in && box.broken.empty()) box.broken = "revoke";
    box.has_real_account = !std::all_of(records.begin(), records.end(), is_practice);
    box.reconnect = server::door_of(found->client, found->id);
    return box;
}

View view_of(const BreakIt& box) {
    Views all;
    Value broken = flag(false);
    for (const auto& each : rehearsals) {
        const std::string name{each.name};
        all.push_back(
            View{{"fault", name}, {"label", std::string{each.label}}, {"plays", std::string{each.plays}}});
        if (box.broken == name)
            broken = View{{"now", std::string{each.now}},
                          {"again", name == "no_refresh_token" ? Value{box.reconnect} : flag(false)},
                          {"curable", flag(name != "revoke")}};
    }
    return View{{"rehearsals", Value{all}},
                {"broken", broken},
                {"id", box.account_id},
                {"csrf", box.csrf},
                {"removable", flag(box.has_real_account)}};
}

}  // namespace roadcase::dashboard
