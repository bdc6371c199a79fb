#include "dashboard/account_view.h"

#include <algorithm>

#include "accounts/person_words.h"
#include "accounts/problems.h"
#include "accounts/reference.h"
#include "accounts/scopes.h"
#include "accounts/state.h"
#include "core/text.h"
#include "dashboard/account_state.h"
#include "dashboard/account_words.h"
#include "server/doors.h"
#include "server/local_time.h"

namespace roadcase::dashboard {
namespace {

using server::calendar_day;
using server::door_of;
using server::moment;

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
    row.text = words_of(status, record, row.provider, client, now);
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
