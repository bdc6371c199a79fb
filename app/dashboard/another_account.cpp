#include "dashboard/another_account.h"

#include <algorithm>

#include "accounts/state.h"
#include "dashboard/account_rows.h"
#include "dashboard/add_page.h"
#include "server/doors.h"

namespace roadcase::dashboard {
namespace {

constexpr int unprocessable = 422;

bool has_name(const std::vector<store::AccountRecord>& records, std::string_view name) {
    return std::any_of(records.begin(), records.end(),
                       [&](const auto& record) { return record.name == name; });
}

std::string name_problem(const std::vector<store::AccountRecord>& records, const std::string& name) {
    if (!accounts::is_name(name)) return "1 to 64 letters, digits, - and _ can be a name.";
    return has_name(records, name) ? "There is an account of that name already." : "";
}

}  // namespace

std::vector<store::AccountRecord> accounts_of(World& world, const std::string& client) {
    auto records = world.accounts.list().value_or(std::vector<store::AccountRecord>{});
    std::erase_if(records, [&](const store::AccountRecord& record) {
        return record.client != client || accounts::is_app(record);
    });
    return records;
}

server::Response another_account(World& world, const server::Request& request,
                                 const providers::Provider& provider, const accounts::ClientEntry& client,
                                 const std::vector<store::AccountRecord>& records) {
    AnotherPage page;
    page.provider = provider.display_name;
    page.address = "/add/" + provider.name;
    page.setup = page.address + "?setup=1";
    page.latch = worst_of(world);
    const auto door = [&](const std::string& name) {
        return http::with_query(server::door_of(client.name), {{"name", name}, {"choose", "1"}});
    };
    for (const auto& [name, title, text] :
         {std::tuple{"bot", "My bot", "The account that talks in chat."},
          std::tuple{"channel", "My channel", "The account you stream with."}})
        if (!has_name(records, name)) page.choices.push_back({title, text, door(name)});
    const auto typed = request.query.get("name");
    if (!typed) return server::html(200, render(page));
    page.problem = name_problem(records, *typed);
    if (accounts::is_name(*typed)) page.name = *typed;
    if (page.problem.empty()) page.door = door(*typed);
    return server::html(page.problem.empty() ? 200 : unprocessable, render(page));
}

}  // namespace roadcase::dashboard
