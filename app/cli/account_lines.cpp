#include "cli/account_lines.h"

#include <algorithm>
#include <array>

#include "server/local_time.h"

namespace roadcase::cli {
namespace {

struct State {
    std::string_view status;
    Mark mark;
    std::string_view words;
};

constexpr std::array<State, 7> states{{{"connecting", Mark::busy, "signing in"},
                                       {"connected", Mark::connected, "connected"},
                                       {"renewing", Mark::busy, "renewing"},
                                       {"expiring", Mark::attention, "ends soon"},
                                       {"provider_down", Mark::trouble, "provider down"},
                                       {"needs_authorization", Mark::attention, "sign in again"},
                                       {"paused", Mark::none, "paused"}}};

State state_of(const Account& account) {
    for (const auto& state : states)
        if (state.status == account.status) return state;
    return {"", Mark::none, account.status};
}

std::string token_life(const Account& account) {
    if (!account.expires_in) return "token does not end";
    if (account.expires_in->count() <= 0) return "no valid token";
    return "token good for " + in_words(*account.expires_in);
}

std::string trouble(const Account& account, Time now) {
    std::string words = token_life(account);
    if (account.renews_at && *account.renews_at > now)
        words += ", trying again in " + in_words(*account.renews_at - now);
    return words;
}

std::string without_stop(std::string text) {
    while (text.ends_with('.')) text.pop_back();
    return text;
}

std::string what_happened(const Account& account) {
    return without_stop(sentence(account.problem)) +
           (account.problem_code.empty() ? "" : " (" + shown(account.problem_code) + ")");
}

/// Why it stopped is told below the rows.
std::string need(const Account& account, Time now) {
    return account.problem_since ? "stopped " + in_words(now - *account.problem_since) + " ago" : "";
}

std::string what_next(const Account& account, Time now) {
    if (account.status == "needs_authorization") return need(account, now);
    if (account.status == "provider_down" || account.status == "expiring") return trouble(account, now);
    if (account.status == "connected" && account.renews_at)
        return "renews by itself in " + in_words(std::max(*account.renews_at - now, seconds{0}));
    return account.status == "connected" ? token_life(account) : "";
}

// Told a month ahead: who signs in by the way once a month is never surprised.
std::string ahead(const Account& account, Time now) {
    constexpr seconds a_month{30 * 86'400};
    if (account.status == "needs_authorization" || account.status == "paused") return {};
    if (!account.consent_ends_at || *account.consent_ends_at - now > a_month) return {};
    return "sign in again before " + server::calendar_day(*account.consent_ends_at, now);
}

std::string count_of(std::size_t some, std::size_t all) {
    return std::to_string(some) + " of " + std::to_string(all) + (all == 1 ? " account " : " accounts ");
}

std::size_t count(const std::vector<Account>& accounts, std::string_view status) {
    return static_cast<std::size_t>(std::count_if(
        accounts.begin(), accounts.end(), [&](const Account& each) { return each.status == status; }));
}

}  // namespace

std::vector<std::string> account_row(const Account& account, Time now, const Look& look) {
    const auto state = state_of(account);
    auto next = what_next(account, now);
    if (const auto date = ahead(account, now); !date.empty()) next += (next.empty() ? "" : ", ") + date;
    const auto who = account.is_app ? "app token" : shown(account.display_name);
    return {symbol(state.mark, look), account.account, who, std::string(state.words), next};
}

std::vector<std::string> problem_lines(const std::vector<Account>& accounts) {
    std::vector<std::string> lines;
    for (const auto& account : accounts) {
        if (account.problem.empty()) continue;
        lines.push_back(account.account + ": " + what_happened(account) + ".");
        if (!account.problem_next.empty()) lines.back() += " Next: " + sentence(account.problem_next);
    }
    return lines;
}

std::vector<std::vector<std::string>> problem_rows(const Account& account) {
    std::vector<std::vector<std::string>> rows;
    if (!account.problem.empty()) rows.push_back({"problem", what_happened(account)});
    if (!account.problem_detail.empty()) rows.push_back({"why", sentence(account.problem_detail)});
    if (!account.problem_next.empty()) rows.push_back({"next", sentence(account.problem_next)});
    return rows;
}

std::string headline(const std::vector<Account>& accounts, const Look& look) {
    const auto all = accounts.size();
    if (const auto some = count(accounts, "needs_authorization"); some > 0)
        return symbol(Mark::attention, look) + " " + count_of(some, all) +
               (some == 1 ? "needs you" : "need you");
    if (const auto some = count(accounts, "provider_down") + count(accounts, "expiring"); some > 0)
        return symbol(Mark::trouble, look) + " " + count_of(some, all) +
               (some == 1 ? "waits for its provider" : "wait for their providers");
    return symbol(Mark::connected, look) + " " + count_of(all, all) + (all == 1 ? "is" : "are") + " fine";
}

const Account* first_in_need(const std::vector<Account>& accounts) {
    const auto found = std::find_if(accounts.begin(), accounts.end(),
                                    [](const Account& each) { return each.status == "needs_authorization"; });
    return found == accounts.end() ? nullptr : &*found;
}

}  // namespace roadcase::cli
