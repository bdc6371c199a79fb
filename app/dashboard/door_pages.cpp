#include "dashboard/door_pages.h"

#include "core/text.h"
#include "server/doors.h"

namespace roadcase::dashboard {

using server::door_of;

MessagePage click_through_page(const accounts::ClientEntry& client, const std::string& door) {
    const auto& provider = client.provider.display_name;
    MessagePage page;
    page.state = {Shape::ring, Tone::muted, "Nothing has happened yet"};
    page.heading = "Connect " + provider + "?";
    page.paragraphs = {"Another page led you here. Go on only if you meant to connect " + provider +
                       " to Roadcase."};
    page.buttons = {{"Continue to " + provider, door, true}, {"No, go to Roadcase", "/"}};
    return page;
}

MessagePage paste_page(const accounts::ClientEntry& client) {
    const auto& provider = client.provider.display_name;
    MessagePage page;
    page.state = {Shape::ring, Tone::muted, "Nothing has happened yet"};
    page.heading = "Connect " + provider + " from a terminal";
    page.paragraphs = {provider +
                           " sends no browser back to an http address of this computer. So the address "
                           "where your browser lands is pasted into a terminal:",
                       "`roadcase add " + client.name + " --paste`"};
    page.buttons = {to_accounts(true)};
    return page;
}

MessagePage chooser_page(const accounts::Registry& registry) {
    MessagePage page;
    page.state = {Shape::ring, Tone::muted, "Your choice"};
    page.heading = "Which account do you want to connect?";
    const auto clients = registry.all();
    for (const auto& client : clients) {
        const bool ambiguous = client->name != client->provider.name;
        page.buttons.push_back({client->provider.display_name + (ambiguous ? " (" + client->name + ")" : ""),
                                door_of(client->name)});
    }
    if (clients.empty() || clients.front()->built_in)
        page.paragraphs = {clients.empty() ? "No app is set up yet."
                                           : "No app is set up yet. Practice works without one."};
    page.buttons.push_back({"Another provider…", "/add"});
    page.buttons.front().primary = clients.empty();
    return page;
}

MessagePage unknown_client_page(const std::string& asked, const accounts::Registry& registry) {
    std::vector<std::string> names;
    for (const auto& client : registry.all()) names.push_back(client->name);
    MessagePage page =
        error_page(make_error(ErrorKind::not_found, "E501", "There is no client of that name here."));
    page.state.word = "Not found";
    page.buttons.clear();
    if (const auto near = did_you_mean(asked, names)) {
        page.paragraphs = {"Did you mean `" + *near + "`?"};
        page.buttons.push_back(
            {"Connect " + registry.find(*near)->provider.display_name, door_of(*near), true});
    }
    page.buttons.push_back(to_accounts(page.buttons.empty()));
    return page;
}

}  // namespace roadcase::dashboard
