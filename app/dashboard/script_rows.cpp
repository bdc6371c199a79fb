#include "dashboard/script_rows.h"

#include <algorithm>

#include "accounts/keys.h"
#include "core/text.h"
#include "dashboard/own_paths.h"
#include "dashboard/view.h"
#include "server/doors.h"
#include "server/local_time.h"

namespace roadcase::dashboard {
namespace {

using server::moment;

std::string listed(const std::vector<std::string>& words) {
    std::vector<std::string> out;
    for (const auto& word : words) out.push_back(as_code(word));
    return join(out, ", ");
}

bool is_all(const std::vector<std::string>& grants) {
    return std::find(grants.begin(), grants.end(), "*") != grants.end();
}

std::string granted(const store::KeyRecord& key) {
    std::string text;
    if (!key.accounts.empty()) text = is_all(key.accounts) ? "every account" : listed(key.accounts);
    if (!key.brokers.empty())
        text += (text.empty() ? "" : " and ") +
                (is_all(key.brokers) ? std::string("every broker") : "brokers " + listed(key.brokers));
    if (!key.scopes.empty()) text += ", while it is allowed to do no more than " + listed(key.scopes);
    return text;
}

std::string end_of(const store::KeyRecord& key, Time now) {
    if (!key.expires_at) return {};
    return (*key.expires_at <= now ? ". Ended " : ". Ends ") + moment(*key.expires_at, now);
}

std::string use_of(const store::KeyRecord& key, Time now) {
    if (!key.last_used_at) return "Never used.";
    return "Last used " + moment(*key.last_used_at, now) + ", " + std::to_string(key.uses) +
           (key.uses == 1 ? " use." : " uses.");
}

StateMark state_of(const store::KeyRecord& key, Time now) {
    const auto status = accounts::status_of(key, now);
    if (status == "ended") return {Shape::ring, Tone::muted, "Ended"};
    if (status == "paused") return {Shape::bars, Tone::muted, "Paused"};
    if (status == "active") return {Shape::circle, Tone::ok, "Ready"};
    if (key.last_used_at) return {Shape::triangle, Tone::warn, "Waits for you"};
    return {Shape::ring, Tone::muted, "Asks at its first use"};
}

std::string note_of(std::int64_t refused) {
    if (refused == 0) return {};
    return "Refused " + (refused == 1 ? std::string("once") : std::to_string(refused) + " times") +
           " since Roadcase started: paused, too often, or for what it may not have.";
}

StateMark mark_of(const handout::LinkState& link, Time now) {
    const auto& written = link.record.written_at;
    if (link.status == "fresh")
        return {Shape::circle, Tone::ok, written ? "Written " + moment(*written, now) : "Fresh"};
    if (link.status == "waiting") return {Shape::ring, Tone::muted, "Waiting"};
    if (link.status == "needs_authorization") return {Shape::triangle, Tone::err, "Sign in again"};
    if (link.status == "paused") return {Shape::bars, Tone::muted, "Paused"};
    if (link.status == "changed") return {Shape::triangle, Tone::warn, "Left alone"};
    return {Shape::square, Tone::warn, "Not fresh"};
}

std::string client_of(const std::string& reference) {
    return reference.substr(0, reference.find('/'));
}

std::optional<Button> button_of(const handout::LinkState& link) {
    const auto door = [&] { return server::door_of(client_of(link.account), link.record.account_id); };
    if (link.status == "needs_authorization") return Button{"Reconnect", door()};
    if (link.status == "waiting") return Button{"Connect", server::door_of(client_of(link.account))};
    if (link.status == "failed") return Button{"Look again", "/scripts#files"};
    return std::nullopt;
}

}  // namespace

ScriptRow script_row(const store::KeyRecord& key, std::int64_t refused, Time now) {
    ScriptRow row;
    row.id = key.id;
    row.name = key.name;
    row.may = "May ask for " + granted(key) + end_of(key, now) + ".";
    row.used = use_of(key, now);
    row.note = note_of(refused);
    row.state = state_of(key, now);
    row.paused = key.paused;
    row.waits = row.state.tone == Tone::warn;
    row.renewable = accounts::status_of(key, now) != "ended";
    return row;
}

FileRow file_row(const handout::LinkState& link, const std::string& home, Time now) {
    FileRow row;
    row.id = link.record.id;
    row.path = shown_path(link.record.path, home);
    row.account = link.account;
    row.format = link.record.format;
    row.state = mark_of(link, now);
    if (link.problem) row.text = file_problem(*link.problem, home);
    if (link.status == "paused") row.text = "Its account is paused; the file keeps the last token.";
    if (link.problem && link.problem->code.starts_with("E6")) row.code = link.problem->code;
    row.button = button_of(link);
    row.may_overwrite = link.status == "changed";
    row.configured = link.configured;
    return row;
}

std::string file_problem(const Error& error, const std::string& home) {
    auto next = error.next.starts_with("roadcase ") ? std::string() : error.next;
    if (error.code == "E602") next = "Name it in .gitignore, then look again.";
    auto text = error.title;
    for (const auto& part : {error.detail, next})
        if (!part.empty()) text += " " + part;
    std::replace(text.begin(), text.end(), '`', '\'');
    return with_tilde(std::move(text), home);
}

}  // namespace roadcase::dashboard
