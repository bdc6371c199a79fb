#include "accounts/key_words.h"

#include <algorithm>

#include "accounts/reference.h"
#include "brokers/grant.h"
#include "core/text.h"
#include "http/url.h"

namespace roadcase::accounts {
namespace {

constexpr std::size_t most_grants = 64;
constexpr seconds longest_ttl{366 * 86'400};

Status wrong(std::string title, std::string detail, std::string next = {}) {
    return fail(ErrorKind::invalid_request, "", std::move(title), std::move(detail), std::move(next));
}

Status check_accounts(const store::KeyRecord& key) {
    const auto& accounts = key.accounts;
    if (accounts.empty() && key.brokers.empty())
        return wrong("A key must be for at least one account or broker.", "",
                     "roadcase key create NAME --account twitch");
    if (accounts.size() > most_grants) return wrong("A key names at most 64 accounts.", "\"*\" means all.");
    for (const auto& account : accounts)
        if (const auto ref = parse_reference(account); account != "*" && !ref) return fail(ref.error());
    return {};
}

/// scope-token of RFC 6749 §3.3, and what else is one word on a line.
bool is_word(std::string_view text, std::size_t longest) {
    return !text.empty() && text.size() <= longest && std::all_of(text.begin(), text.end(), [](char c) {
        return c > 0x20 && c < 0x7f && c != '"' && c != '\\';
    });
}

Status check_scopes(const std::vector<std::string>& scopes) {
    if (scopes.size() > most_grants) return wrong("A key names at most 64 scopes.", "");
    for (const auto& scope : scopes)
        if (!is_word(scope, 255))
            return wrong("\"" + printable(scope, 80) + "\" is no scope.", "A scope is one word.");
    return {};
}

Status check_brokers(const std::vector<std::string>& grants) {
    if (grants.size() > most_grants) return wrong("A key names at most 64 grants for brokers.", "");
    for (const auto& broker : grants)
        if (!brokers::is_grant(broker))
            return wrong("\"" + printable(broker, 80) + "\" is no grant for a broker.",
                         "It is NAME/CHANNEL/ROLE, where channel and role may hold *, or * alone.");
    return {};
}

Status check_origins(const std::vector<std::string>& origins) {
    if (origins.size() > most_grants) return wrong("A key names at most 64 origins.", "");
    for (const auto& origin : origins)
        if (!http::is_origin(origin))
            return wrong("\"" + printable(origin, 80) + "\" is no origin of a web page.",
                         "It is like http://localhost:5173, without a path.");
    return {};
}

Status check_max_ttl(std::int64_t max_ttl) {
    if (max_ttl >= 0 && max_ttl <= longest_ttl.count()) return {};
    return wrong("A broker's token for a key may live for at most a year.", "0 leaves it to the broker.");
}

}  // namespace

Error key_refused() {
    return make_error(ErrorKind::unauthorized_key, "E503",
                      "This API key is unknown, has ended, or is not for this account.",
                      "Send it as X-API-Key or as Authorization: Bearer.", "roadcase key list");
}

Error key_unconfirmed(const std::string& name) {
    return make_error(ErrorKind::denied, "E509", "This API key is new and waits for a person's yes.",
                      "Whoever owns this Roadcase was asked whether it may be used.",
                      "roadcase key allow " + name);
}

Error key_question(const std::string& name) {
    return make_error(ErrorKind::denied, "E509",
                      "The key \"" + name + "\" was used for the first time and waits for your yes.",
                      "If you do not know who used it: roadcase key revoke " + name,
                      "roadcase key allow " + name);
}

Error key_too_often(milliseconds wait) {
    auto error = make_error(ErrorKind::slow_down, "", "This API key asks too often.",
                            "It has had all its requests of this minute.",
                            "Wait as long as Retry-After says, or make a key with --per-minute.");
    error.retry_after = std::chrono::ceil<seconds>(wait);
    return error;
}

Error no_such_key(std::string_view wanted, const std::vector<store::KeyRecord>& keys) {
    std::vector<std::string> names;
    for (const auto& key : keys) names.push_back(key.name);
    const auto guess = did_you_mean(wanted, names);
    return make_error(ErrorKind::not_found, "E501", "No key \"" + printable(wanted, 80) + "\".",
                      guess ? "Did you mean " + *guess + "?" : "", "roadcase key list");
}

Error off_until_the_end(const store::KeyRecord& key, Error error) {
    error.title = "The key \"" + key.name +
                  "\" is off for now, and this could not be saved: it will be on again when roadcase is "
                  "started anew. " +
                  error.title;
    return error;
}

Status check(const store::KeyRecord& key, Time now) {
    if (!is_name(key.name))
        return wrong("\"" + printable(key.name, 80) + "\" is no name for a key.",
                     "Names hold up to 64 letters, digits, - and _.");
    if (key.expires_at && *key.expires_at <= now) return wrong("The end of the key lies in the past.", "");
    if (key.per_minute < 0 || key.per_minute > most_per_minute)
        return wrong("A key has at most " + std::to_string(most_per_minute) + " requests a minute.",
                     "0 means the usual number.");
    return check_accounts(key)
        .and_then([&] { return check_scopes(key.scopes); })
        .and_then([&] { return check_brokers(key.brokers); })
        .and_then([&] { return check_max_ttl(key.max_ttl); })
        .and_then([&] { return check_origins(key.origins); });
}

std::string grants_in_words(const store::KeyRecord& key) {
    auto granted = key.accounts;
    for (const auto& broker : key.brokers) granted.push_back("broker " + broker);
    auto words = "may ask for " + join(granted, ", ");
    if (!key.scopes.empty()) words += " while they may do no more than " + join(key.scopes, " ");
    if (key.expires_at) words += " until " + rfc3339(*key.expires_at);
    return words;
}

}  // namespace roadcase::accounts
