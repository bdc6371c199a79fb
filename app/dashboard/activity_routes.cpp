#include <algorithm>
#include <charconv>
#include <map>

#include "core/text.h"
#include "dashboard/account_rows.h"
#include "dashboard/activity_list.h"
#include "dashboard/forms.h"
#include "dashboard/message_page.h"

namespace roadcase::dashboard {
namespace {

using server::PathValues;
using server::Request;
using server::Response;

/// Enough for a page, mostly; where a filter leaves too little of them, everything is read.
constexpr std::size_t first_look = 400;
constexpr std::size_t everything = 10'000;
constexpr std::size_t longest_name = 80;

struct StoryName {
    std::string_view value;
    std::string_view label;
    std::optional<Story> story;
};

constexpr std::string_view problems = "problems";
constexpr StoryName stories[] = {{"", "Everything", {}},
                                 {"sign-ins", "Sign-ins", Story::sign_ins},
                                 {"renewals", "Renewals", Story::renewals},
                                 {"scripts", "Scripts", Story::scripts},
                                 {problems, "Problems", {}}};

/// "Twitch (bot)" for twitch/bot; names of ours stay what they are when the client is gone.
Called called(const World& world, const HiddenNames& names, const std::string& reference) {
    const auto slash = reference.find('/');
    const auto client = reference.substr(0, slash);
    const auto entry = world.registry.find(client);
    Called out;
    out.hide_names = names.hide();
    out.provider = entry ? entry->provider.display_name : printable(client, longest_name);
    if (out.provider.empty()) out.provider = "An account";
    out.account = out.provider;
    if (out.hide_names) {
        if (const auto number = names.number_of(reference); !number.empty()) out.account += " " + number;
        return out;
    }
    std::vector<std::string> own;  // what tells it from others of the same provider
    if (entry && entry->name != entry->provider.name) own.push_back(entry->name);
    if (slash != std::string::npos) own.push_back(printable(reference.substr(slash + 1), longest_name));
    if (!own.empty()) out.account += " (" + join(own, " ") + ")";
    return out;
}

struct Asked {
    ActivityWish wish;
    std::string show;
    std::string account_id;
};

Asked read(World& world, const Request& request) {
    Asked asked;
    const auto show = request.query.get("show").value_or("");
    for (const auto& each : stories)
        if (each.value == show) {
            asked.show = show;
            asked.wish.story = each.story;
            asked.wish.problems = show == problems;
        }
    const auto account = accounts::parse_reference(request.query.get("account").value_or(""));
    if (const auto record = account.and_then([&](const auto& ref) { return world.accounts.find(ref); })) {
        asked.wish.account = accounts::reference_of(*record);
        asked.account_id = record->id;
    }
    const auto before = request.query.get("before").value_or("");
    std::int64_t id = 0;
    if (std::from_chars(before.data(), before.data() + before.size(), id).ec == std::errc{} && id > 0)
        asked.wish.before = id;
    return asked;
}

std::vector<Choice> account_choices(const World& world, const HiddenNames& names,
                                    const std::vector<store::AccountRecord>& records,
                                    const std::string& chosen) {
    std::vector<Choice> all{{"", "All accounts", chosen.empty()}};
    for (const auto& record : records) {
        const auto reference = accounts::reference_of(record);
        all.push_back({record.id, called(world, names, reference).account, reference == chosen});
    }
    return all;
}

std::string address_of(const Asked& asked, std::int64_t before) {
    http::Params params;
    if (!asked.account_id.empty()) params.add("account", asked.account_id);
    if (!asked.show.empty()) params.add("show", asked.show);
    params.add("before", std::to_string(before));
    return http::with_query("/activity", params);
}

Result<ActivityList> list_of(World& world, const HiddenNames& hidden, const ActivityWish& wish) {
    std::map<std::string, Called> known;
    const auto names = [&](const std::string& reference) {
        const auto found = known.find(reference);
        return found != known.end() ? found->second : known[reference] = called(world, hidden, reference);
    };
    for (const auto count : {first_look, everything}) {
        const auto records = world.store.activity(count);
        if (!records) return fail(records.error());
        auto list = activity_list(*records, wish, names, world.home, world.clock.now());
        if (list.before != 0 || records->size() < count || count == everything) return list;
    }
    return ActivityList{};
}

Response activity(World& world, const Request& request) {
    const auto asked = read(world, request);
    const bool is_filtered = !asked.show.empty() || !asked.wish.account.empty();
    if ((is_filtered || asked.wish.before != 0) && !request.may_block) return server::later();
    const auto records = world.accounts.list();
    if (!records) return error_answer(records.error());
    const auto names = hidden_names(world, *records);
    auto list = list_of(world, names, asked.wish);
    if (!list) return error_answer(list.error());
    ActivityPage page;
    page.days = std::move(list->days);
    page.accounts = account_choices(world, names, *records, asked.wish.account);
    for (const auto& each : stories)
        page.stories.push_back({std::string{each.value}, std::string{each.label}, each.value == asked.show});
    page.filtered = is_filtered;
    page.newest = asked.wish.before == 0;
    if (list->before != 0) page.older = address_of(asked, list->before);
    page.latch = worst_of(world, *records);
    page.fragment = wants_fragment(request);
    return server::html(200, render(page));
}

}  // namespace

void add_activity_routes(server::Router& router, World& world) {
    router.on("GET", "/activity", {server::RouteTraits::Caller::dashboard, true},
              [&world](const Request& r, const PathValues&) { return activity(world, r); });
}

}  // namespace roadcase::dashboard
