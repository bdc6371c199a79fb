#include "dashboard/account_words.h"

#include "accounts/problems.h"
#include "core/text.h"
#include "dashboard/account_state.h"
#include "dashboard/way_out.h"
#include "server/local_time.h"

namespace roadcase::dashboard {
namespace {

using server::calendar_day;
using server::moment;

// A sign-in that its provider ends on a known day is said two weeks ahead.
constexpr seconds said_ahead{14 * 86'400};

std::string sentence(std::string text) {
    if (text.empty() || text.ends_with('.')) return text;
    return text + ".";
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

/// Renewals fail and the token still lives, or has just ended. Where waiting is all there is to do, until
/// when.
std::string troubled_text(const store::AccountRecord& record, const std::string& provider,
                          const accounts::ClientEntry* client, Time now) {
    const auto error = accounts::error_of(record, provider, now, client && client->made_here);
    const auto left = life_left(record, now);
    const auto good = left <= seconds{0} ? "The token has ended."
                      : left < std::chrono::hours(1)
                          ? "Token good for " + in_words(left) + "."
                          : "The token ends " + moment(*record.tokens->expires_at, now) + ".";
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

}  // namespace

std::string join_sentences(std::initializer_list<std::string> texts) {
    std::string out;
    for (const auto& text : texts)
        if (!text.empty()) out += (out.empty() ? "" : " ") + text;
    return out;
}

std::string mending_door(const store::AccountRecord& record, const accounts::ClientEntry* client) {
    const bool refused = record.failures > 0 && record.problem_code == "E301";
    return refused && client ? setup_door(*client) : "";
}

std::string words_of(std::string_view status, const store::AccountRecord& record, const std::string& provider,
                     const accounts::ClientEntry* client, Time now) {
    return join_sentences(
        {text_of(status, record, provider, client, now), outlook(status, record, provider, now)});
}

}  // namespace roadcase::dashboard
