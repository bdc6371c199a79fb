#include "cli/key_lines.h"

#include "core/text.h"

namespace roadcase::cli {
namespace {

/// The state that a person should know of, else when it ends.
std::string state_of(const Key& key, Time now) {
    if (key.status == "paused") return "paused";
    if (key.status == "unconfirmed")
        return key.last_used_at ? "waits for your yes: roadcase key allow " + key.name
                                : "asks at its first use";
    if (!key.expires_at) return "does not end";
    return *key.expires_at <= now ? "ended" : "ends in " + in_words(*key.expires_at - now);
}

std::string use_of(const Key& key, Time now) {
    return key.last_used_at ? "used " + in_words(now - *key.last_used_at) + " ago" : "never used";
}

std::string uses_of(const Key& key) {
    return std::to_string(key.uses) + (key.uses == 1 ? " use" : " uses");
}

std::string refusals_of(const Key& key) {
    return key.refused == 0 ? "" : "refused " + std::to_string(key.refused) + " times";
}

std::string or_word(const std::vector<std::string>& list, const char* word) {
    return list.empty() ? word : shown(join(list, ", "));
}

}  // namespace

std::vector<std::string> key_row(const Key& key, Time now) {
    return {key.name,           shown(join(key.accounts, ", ")),
            uses_of(key),       use_of(key, now),
            state_of(key, now), refusals_of(key)};
}

std::vector<std::vector<std::string>> key_facts(const Key& key, Time now) {
    std::vector<std::vector<std::string>> facts = {
        {"name", key.name},
        {"state", state_of(key, now)},
        {"accounts", or_word(key.accounts, "none")},
        {"scopes", or_word(key.scopes, "any")},
        {"brokers", or_word(key.brokers, "none")},
        {"longest", key.max_ttl > seconds{0} ? in_words(key.max_ttl) : "as the broker says"},
        {"pages", or_word(key.origins, "those of the broker")},
        {"pace", std::to_string(key.per_minute) + " requests a minute"},
        {"used", uses_of(key) + ", " + use_of(key, now)}};
    if (key.brokers.empty())
        std::erase_if(facts, [](const auto& fact) { return fact[0] == "longest" || fact[0] == "pages"; });
    if (key.refused > 0) facts.push_back({"refused", std::to_string(key.refused) + " times since the start"});
    if (key.created_at) facts.push_back({"made", in_words(now - *key.created_at) + " ago"});
    return facts;
}

}  // namespace roadcase::cli
