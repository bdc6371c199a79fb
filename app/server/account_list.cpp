#include "server/account_list.h"

#include <algorithm>
#include <tuple>

#include "core/text.h"

namespace roadcase::server {
namespace {

constexpr std::size_t most_at_once = 1000;

bool contains(std::string_view text, std::string_view wanted) {
    return to_lower(text).find(wanted) != std::string::npos;
}

Result<std::string> state_of(const http::Params& query) {
    auto state = query.get("status").value_or("");
    const auto& states = account_states();
    if (state.empty() || std::find(states.begin(), states.end(), state) != states.end()) return state;
    const auto guess = did_you_mean(state, states);
    return fail(ErrorKind::invalid_request, "",
                "\"" + printable(state, 40) + "\" is no status of an account.",
                guess ? "Did you mean " + *guess + "?" : "", "status is one of " + join(states, ", "));
}

}  // namespace

const std::vector<std::string>& account_states() {
    static const std::vector<std::string> states{
        "connecting", "connected", "renewing", "expiring", "provider_down", "needs_authorization", "paused"};
    return states;
}

Result<AccountFilter> account_filter_of(const http::Params& query) {
    AccountFilter filter;
    auto state = state_of(query);
    if (!state) return fail(state.error());
    filter.status = std::move(*state);
    filter.provider = query.get("provider").value_or("");
    filter.text = to_lower(query.get("q").value_or(""));
    const auto limit = limit_of(query, most_at_once);
    if (!limit) return fail(limit.error());
    filter.limit = *limit;
    auto place = place_of(query);
    if (!place) return fail(place.error());
    if (!place->empty() && !accounts::parse_reference(*place)) return fail(wrong_cursor());
    filter.after = std::move(*place);
    return filter;
}

bool lets_through(const AccountFilter& filter, const store::AccountRecord& record, std::string_view status) {
    if (!filter.status.empty() && filter.status != status) return false;
    if (!filter.provider.empty() && filter.provider != record.provider && filter.provider != record.client)
        return false;
    return filter.text.empty() || contains(accounts::reference_of(record), filter.text) ||
           contains(record.display_name, filter.text) || contains(record.subject, filter.text);
}

bool is_after(const AccountFilter& filter, const store::AccountRecord& record) {
    if (filter.after.empty()) return true;
    const auto slash = std::min(filter.after.find('/'), filter.after.size());
    const std::string_view place = filter.after;
    const auto name = place.substr(std::min(slash + 1, place.size()));
    return std::tuple<std::string_view, std::string_view>(record.client, record.name) >
           std::tuple(place.substr(0, slash), name);
}

}  // namespace roadcase::server
