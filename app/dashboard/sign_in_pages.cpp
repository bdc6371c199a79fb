#include "dashboard/sign_in_pages.h"

#include <algorithm>

#include "accounts/person_words.h"
#include "core/text.h"
#include "dashboard/view.h"
#include "dashboard/way_out.h"
#include "http/url.h"
#include "server/doors.h"
#include "server/local_time.h"

namespace roadcase::dashboard {
namespace {

using server::door_of;

bool is_one_of(std::string_view code, std::initializer_list<std::string_view> codes) {
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

std::string where_next(const accounts::Flow& flow) {
    if (flow.origin == "terminal") return "You can close this tab and go back to your terminal.";
    if (flow.origin == "dock") return "You can close this tab.";
    if (flow.again) return "Your bots continue by themselves. You can close this tab.";
    return "You can close this tab and go back to your stream.";
}

/// The provider's names for what it allowed: they are its words, not ours.
std::vector<std::string> all_as_code(std::vector<std::string> words) {
    for (auto& word : words) word = as_code(std::move(word));
    return words;
}

std::string missing_sentence(const accounts::Flow& flow) {
    return flow.provider_name + " allowed less than asked: " + join(all_as_code(flow.missing_scopes), ", ") +
           (flow.missing_scopes.size() == 1 ? " is missing." : " are missing.");
}

std::string lost_sentence(const accounts::Flow& flow) {
    return "It was allowed before and is not any more: " + join(all_as_code(flow.lost_scopes), ", ") + "." +
           (flow.scripts.empty() ? ""
                                 : " Scripts that use it: " + join(all_as_code(flow.scripts), ", ") + ".");
}

std::string console_label(const accounts::ClientEntry& client) {
    return "Open the " + client.provider.display_name + " console";
}

std::string wizard_of(const accounts::ClientEntry& client) {
    return "/add/" + client.provider.name;
}

/// What only the registration at the provider can mend: show the address, and lead there.
void add_registration_help(MessagePage& page, std::string_view code, const accounts::ClientEntry& client) {
    if (!is_one_of(code, {"E201", "E202", "E203", "E212", "E301"})) return;
    if (is_one_of(code, {"E201", "E202", "E203"})) {
        // Why and what next is all in this one line; what the provider said is for whoever wants to know.
        if (!page.paragraphs.empty()) page.details += " · " + page.paragraphs.front();
        page.paragraphs = {"In the " + client.provider.display_name +
                           " console, the redirect address must be exactly:"};
        page.copyable = client.client.redirect_uri;
    }
    if (const auto setup = setup_door(client); code == "E301" && !setup.empty()) {
        page.paragraphs.resize(1);  // with a button for it nobody needs a command
        page.buttons.push_back({"Paste a new secret", setup, true});
    }
    if (const auto console = console_door(client.provider, &client); !console.empty())
        page.buttons.push_back({console_label(client), console, page.buttons.empty()});
}

/// Somebody else, or the same person where another one was meant.
void add_ways_out_of_mix_up(MessagePage& page, const accounts::Flow& flow,
                            const accounts::ClientEntry& client) {
    const bool is_same = flow.error->account.empty();
    const auto door = is_same ? http::with_query(door_of(flow.client), {{"name", flow.name}})
                              : door_of(flow.client, flow.error->account);
    page.buttons.push_back(
        {"Try again, choose the account", http::with_query(door, {{"choose", "1"}}), true});
    if (!is_same) page.buttons.push_back({"Add it as another account", wizard_of(client)});
}

/// After a mix-up of servers nobody should be led to try again (RFC 9700 §4.4).
void add_another_try(MessagePage& page, const accounts::Flow& flow) {
    const auto& error = *flow.error;
    if (error.code == "E208") return;
    const bool fresh = is_one_of(error.code, {"E205", "E206", "E209", "E210", "E215"});
    const auto door = door_of(flow.client, error.account);
    page.buttons.push_back({fresh ? "Start again" : "Try again",
                            flow.name.empty() ? door : http::with_query(door, {{"name", flow.name}}),
                            page.buttons.empty()});
}

}  // namespace

MessagePage connected_page(const accounts::Flow& flow, const std::vector<std::string>& scopes) {
    MessagePage page;
    const bool less = !flow.missing_scopes.empty();
    page.state = less ? StateMark{Shape::triangle, Tone::warn, "Connected, with less than asked"}
                      : StateMark{Shape::circle, Tone::ok, "Connected"};
    page.heading = flow.provider_name + (flow.again ? " is connected again" : " is connected");
    const auto person = accounts::person_words(flow.display_name);
    if (!person.empty()) page.paragraphs.push_back("Signed in as " + set_apart(person) + ".");
    // Whoever sees a code can enter it, with an account of their own.
    const bool by_code = flow.origin == "device";
    if (by_code)
        page.paragraphs.push_back(person.empty()
                                      ? "Was it you who entered the code? If not, somebody else is connected."
                                      : "Is that you? If not, somebody else entered the code.");
    if (less) page.paragraphs.push_back(missing_sentence(flow));
    if (!flow.lost_scopes.empty()) page.paragraphs.push_back(lost_sentence(flow));
    page.paragraphs.push_back(where_next(flow));
    page.closes = flow.origin == "dock" && !less;
    page.buttons.push_back(to_accounts(!less));
    if (by_code) page.buttons.push_back({"No, that is not me", "/accounts/" + flow.account});
    if (less)
        page.buttons.insert(page.buttons.begin(), {"Ask again", door_of(flow.client, flow.account), true});
    if (less) page.code = "E304";
    page.fold_summary = "What can it do?";
    page.fold_items = all_as_code(scopes);
    return page;
}

MessagePage failed_page(const accounts::Flow& failed, const accounts::ClientEntry* client) {
    auto flow = failed;
    auto error = flow.error.value_or(Error{});
    flow.error = error;
    const bool cancelled = error.code == "E204";
    if (cancelled) error.detail.clear();  // whoever pressed Cancel knows why
    auto page = error_page(error, "Not connected");
    if (cancelled) page.state = {Shape::ring, Tone::muted, "Not connected"};
    page.buttons.clear();
    page.fine_print.clear();
    page.details = (error.code.empty() ? "" : error.code + " · ") + std::string(row_of(error.kind).problem) +
                   " · " + server::clock_time_with_seconds(flow.started_at);
    if (client) {
        add_registration_help(page, error.code, *client);
        if (error.code == "E207")
            add_ways_out_of_mix_up(page, flow, *client);
        else
            add_another_try(page, flow);
    }
    if (page.buttons.size() < 2) page.buttons.push_back(to_accounts(page.buttons.empty()));
    return page;
}

MessagePage waiting_page(const std::string& provider) {
    MessagePage page;
    page.state = {Shape::clock, Tone::info, "One moment"};
    page.heading = "Still talking to " + provider;
    page.paragraphs = {"This page looks again by itself."};
    page.refresh_after = 2;
    return page;
}

}  // namespace roadcase::dashboard
