#include "dashboard/account_view.h"

#include <algorithm>
#include <array>

#include "accounts/person_words.h"
#include "accounts/policy.h"
#include "accounts/problems.h"
#include "accounts/reference.h"
#include "accounts/scopes.h"
#include "accounts/state.h"
#include "core/text.h"
#include "dashboard/way_out.h"
#include "server/doors.h"
#include "server/local_time.h"

namespace roadcase::dashboard {
namespace {

using server::calendar_day;
using server::door_of;
using server::moment;

// A sign-in that its provider ends on a known day: said two weeks ahead, urgent in the last three days.
constexpr seconds day{86'400};
constexpr seconds said_ahead = 14 * day;
constexpr seconds urgent = 3 * day;

/// One row of the table of states: how it looks, before times and reasons come in.
struct Look {
    std::string_view status;
    Shape shape;
    Tone tone;
    std::string_view word;
};

constexpr std::array<Look, 7> looks{{
    {"connecting", Shape::clock, Tone::info, "Waiting"},
    {"connected", Shape::circle, Tone::ok, "Connected"},
    {"renewing", Shape::clock, Tone::info, "Renewing"},
    {"expiring", Shape::triangle, Tone::warn, "Ends soon"},
    {"provider_down", Shape::square, Tone::warn, "Provider down"},
    {"needs_authorization", Shape::triangle, Tone::err, "Sign in again"},
    {"paused", Shape::bars, Tone::muted, "Paused"},
}};

std::string sentence(std::string text) {
    if (text.empty() || text.ends_with('.')) return text;
    return text + ".";
}

std::string join_sentences(std::initializer_list<std::string> texts) {
    std::string out;
    for (const auto& text : texts)
        if (!text.empty()) out += (out.empty() ? "" : " ") + text;
    return out;
}

seconds life_left(const store::AccountRecord& record, Time now) {
    return record.tokens ? accounts::time_left(*record.tokens, now) : seconds{0};
}

std::string connected_text(const store::AccountRecord& record, Time now) {
    if (record.next_attempt_at)
        return *record.next_attempt_at <= now
                   ? "Renews by itself any moment now."
                   : "Renews by itself " + moment(*record.next_attempt_at, now) + ".";
    if (record.tokens && record.tokens->expires_at)
        return "Ends " + moment(*record.tokens->expires_at, now) + "; the provider gave no way to renew it.";
    return "Needs no renewal.";
}

/// Empty: nothing is to be changed on a page of ours.
std::string mending_door(const store::AccountRecord& record, const accounts::ClientEntry* client) {
    const bool refused = record.failures > 0 && record.problem_code == "E301";
    return refused && client ? setup_door(*client) : "";
}

/// Renewals fail and the token still lives, or has just ended. Where waiting is all there is to do, until
/// when.
std::string troubled_text(const store::AccountRecord& record, const std::string& provider,
                          const accounts::ClientEntry* client, Time now) {
    const auto error = accounts::error_of(record, provider, now, client && client->made_here);
    const auto left = life_left(record, now);
    const auto good = left > seconds{0} ? "Token good for " + in_words(left) + "." : "The token has ended.";
    // With a button for it nobody needs a command.
    auto next = mending_door(record, client).empty() ? sentence(error.next) : "";
    if (error.code == "E404" || error.code == "E405") {
        const bool waits = record.next_attempt_at && *record.next_attempt_at > now;
        next = waits ? "Next try " + moment(*record.next_attempt_at, now) + "." : "";
    }
    return join_sentences({error.title, good, next});
}

std::string stopped_text(const store::AccountRecord& record, Time now) {
    const auto since = record.problem_since ? "It stopped " + moment(*record.problem_since, now) + "." : "";
    return join_sentences({sentence(record.problem), since});
}

std::string text_of(std::string_view status, const store::AccountRecord& record, const std::string& provider,
                    const accounts::ClientEntry* client, Time now) {
    if (status == "connected") return connected_text(record, now);
    if (status == "expiring" || status == "provider_down")
        return troubled_text(record, provider, client, now);
    if (status == "needs_authorization") return stopped_text(record, now);
    if (status == "renewing") return "A fresh token is on its way.";
    if (status == "connecting") return "Finish in the window that opened.";
    if (status == "paused") return record.problem.empty() ? "Paused by you." : sentence(record.problem);
    return {};
}

bool ends_within(const store::AccountRecord& record, seconds span, Time now) {
    return record.consent_ends_at && *record.consent_ends_at - now <= span;
}

/// Nothing is wrong yet, and a person is needed within days.
bool wants_sign_in_soon(std::string_view status, const store::AccountRecord& record, Time now) {
    return status == "connected" && ends_within(record, urgent, now);
}

/// What a connected account adds to its state.
std::string outlook(std::string_view status, const store::AccountRecord& record, const std::string& provider,
                    Time now) {
    if (status == "needs_authorization" || status == "paused") return {};
    std::string before;
    if (ends_within(record, said_ahead, now))
        before = "Sign in again before " + calendar_day(*record.consent_ends_at, now) + ".";
    const auto problem = accounts::problem_now(record, provider, now);
    const bool less = status == "connected" && problem && problem->code == "E304";
    return join_sentences({less ? problem->title + " " + problem->detail : "", before});
}

std::string_view status_of(const store::AccountRecord& record, bool renewing, Time now) {
    return renewing ? std::string_view{"renewing"} : accounts::shown_status(record, now);
}

StateMark mark_of(std::string_view status, const store::AccountRecord& record, Time now) {
    const auto look =
        std::find_if(looks.begin(), looks.end(), [&](const Look& l) { return l.status == status; });
    if (look == looks.end()) return {};
    if (wants_sign_in_soon(status, record, now)) return {Shape::triangle, Tone::warn, "Sign in soon"};
    std::string word{look->word};
    const auto left = life_left(record, now);
    if (status == "expiring") word = left > seconds{0} ? "Ends in " + in_words(left) : "Token ended";
    return {look->shape, look->tone, word};
}

std::vector<std::pair<std::string, std::string>> facts_of(const store::AccountRecord& record, Time now) {
    const auto* since = accounts::is_app(record) ? "Connected" : "Signed in";
    std::vector<std::pair<std::string, std::string>> facts{{since, moment(record.authorized_at, now)}};
    if (record.renewed_at) facts.emplace_back("Last renewed", moment(*record.renewed_at, now));
    if (record.tokens && record.tokens->expires_at && life_left(record, now) > seconds{0})
        facts.emplace_back("Token ends", moment(*record.tokens->expires_at, now));
    if (record.consent_ends_at)
        facts.emplace_back("Sign-in ends", calendar_day(*record.consent_ends_at, now));
    if (const auto missing = accounts::not_granted(record); !missing.empty())
        facts.emplace_back("Not allowed", join(missing, ", "));
    if (record.failures > 0) facts.emplace_back("Failed renewals", std::to_string(record.failures));
    if (record.status == store::AccountStatus::connected && !record.problem.empty())
        facts.emplace_back("Why", record.problem);
    return facts;
}

std::optional<Button> button_of(std::string_view status, const store::AccountRecord& record,
                                const accounts::ClientEntry& client, Time now) {
    const bool fails = status == "expiring" || status == "provider_down";
    if (const auto setup = mending_door(record, &client); fails && !setup.empty())
        return Button{"Paste a new secret", setup, true};
    if (status == "needs_authorization" || wants_sign_in_soon(status, record, now))
        return Button{"Reconnect", door_of(record.client, record.id), true};
    const bool renewable =
        record.tokens && (accounts::is_app(record) || !record.tokens->refresh_token.empty());
    if (status == "expiring" && !renewable)
        return Button{"Reconnect", door_of(record.client, record.id), true};
    if (status == "connecting") return Button{"Open it again", door_of(record.client, record.id)};
    return std::nullopt;
}

/// Its tokens live a minute: long enough to watch, short enough to wait for.
void watch(AccountRow& row, const store::AccountRecord& record, Time now) {
    constexpr seconds fresh{10};
    row.renews_at = record.next_attempt_at;
    row.renews_in = in_words(*record.next_attempt_at - now);
    row.just_renewed = record.renewed_at && now - *record.renewed_at < fresh;
}

}  // namespace

Tone tone_of(const store::AccountRecord& record, bool renewing, Time now) {
    return mark_of(status_of(record, renewing, now), record, now).tone;
}

AccountRow account_row(const store::AccountRecord& record, const accounts::ClientEntry* client, bool renewing,
                       Time now) {
    const auto status = status_of(record, renewing, now);
    AccountRow row;
    row.id = record.id;
    row.reference = accounts::reference_of(record);
    row.provider = client ? client->provider.display_name : record.provider;
    row.person =
        accounts::is_app(record)
            ? "app token"
            : accounts::person_words(record.display_name.empty() ? record.name : record.display_name);
    row.state = mark_of(status, record, now);
    row.text = join_sentences(
        {text_of(status, record, row.provider, client, now), outlook(status, record, row.provider, now)});
    row.sign_in_soon = wants_sign_in_soon(status, record, now);
    row.scopes = record.scopes;
    row.facts = facts_of(record, now);
    const auto problem = accounts::problem_now(record, row.provider, now);
    row.code = problem ? problem->code : "";
    if (!client) {
        row.text = join_sentences({row.text, "`config.toml` no longer names this client."});
        return row;
    }
    row.button = button_of(status, record, *client, now);
    row.try_now = !row.button && (status == "expiring" || status == "provider_down");
    row.may_renew = status == "connected";
    if (client->built_in && status == "connected" && record.next_attempt_at > now) watch(row, record, now);
    return row;
}

StateMark summary_of(const std::vector<AccountRow>& rows) {
    if (rows.empty()) return {Shape::ring, Tone::muted, "Nothing connected"};
    const auto all = std::to_string(rows.size());
    const auto count = [&](Tone tone) {
        return std::count_if(rows.begin(), rows.end(),
                             [&](const AccountRow& r) { return r.state.tone == tone; });
    };
    if (const auto waiting = count(Tone::err); waiting > 0)
        return {Shape::triangle, Tone::err,
                std::to_string(waiting) + " of " + all + (waiting == 1 ? " needs you" : " need you")};
    const auto soon =
        std::count_if(rows.begin(), rows.end(), [](const AccountRow& r) { return r.sign_in_soon; });
    if (const auto troubled = count(Tone::warn) - soon; troubled > 0)
        return {Shape::square, Tone::warn, std::to_string(troubled) + " of " + all + " cannot renew"};
    if (soon > 0)
        return {Shape::triangle, Tone::warn, std::to_string(soon) + " of " + all + " to sign in soon"};
    if (const auto paused = count(Tone::muted); paused > 0)
        return {Shape::bars, Tone::muted, std::to_string(paused) + " of " + all + " paused"};
    return {Shape::circle, Tone::ok, rows.size() == 1 ? "Connected" : "All " + all + " connected"};
}

}  // namespace roadcase::dashboard
