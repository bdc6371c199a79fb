#include "cli/references.h"

#include <algorithm>

#include "accounts/reference.h"
#include "core/encoding.h"
#include "core/text.h"
#include "handout/fields.h"

namespace roadcase::cli {
namespace {

constexpr std::string_view scheme = "roadcase://";
constexpr std::int64_t usual_min_ttl = 60;

bool may_hold(char c) {
    return base62_alphabet.find(c) != std::string_view::npos ||
           std::string_view("-_/:").find(c) != std::string_view::npos;
}

/// Part of a longer word, it is something else.
bool begins_a_word(std::string_view text, std::size_t at) {
    return at == 0 || base62_alphabet.find(text[at - 1]) == std::string_view::npos;
}

Error located(Error error, const std::string& where, std::string_view reference) {
    error.title = where + ", " + printable(reference, 80) + ": " + error.title;
    return error;
}

}  // namespace

Result<FieldOf> parse_field_of(std::string_view text) {
    const auto slash = text.rfind('/');
    if (slash == std::string_view::npos || slash + 1 == text.size())
        return fail(ErrorKind::invalid_request, "", "It names no field.",
                    "It is ACCOUNT/FIELD, such as twitch/access_token or twitch/bot/client_id.",
                    "roadcase inject --help");
    const auto account = text.substr(0, slash);
    return accounts::parse_reference(account).map([&](const accounts::Reference&) {
        return FieldOf{std::string(account), std::string(text.substr(slash + 1))};
    });
}

std::vector<Reference> references_in(std::string_view text) {
    std::vector<Reference> found;
    std::size_t line = 1;
    std::size_t counted = 0;
    for (auto at = text.find(scheme); at != std::string_view::npos; at = text.find(scheme, at + 1)) {
        if (!begins_a_word(text, at)) continue;
        auto end = at + scheme.size();
        while (end < text.size() && may_hold(text[end])) ++end;
        line += static_cast<std::size_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(counted),
                                                    text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
        counted = at;
        found.push_back({at, end - at, line});
    }
    return found;
}

Result<Secret> with_references(std::string_view text, const Lookup& lookup, const Whereabouts& where) {
    const auto found = references_in(text);
    std::vector<Secret> values;
    auto size = text.size();
    for (const auto& each : found) {
        const auto words = text.substr(each.at, each.size);
        auto value = parse_field_of(words.substr(scheme.size())).and_then(lookup);
        if (!value) return fail(located(value.error(), where(each.line), words));
        size += value->size();
        values.push_back(std::move(*value));
    }
    std::string whole;
    whole.reserve(size);  // once: growing would leave copies behind
    std::size_t from = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        whole += text.substr(from, found[i].at - from);
        whole += values[i].reveal();
        from = found[i].at + found[i].size;
    }
    whole += text.substr(from);
    return Secret(std::move(whole));
}

Result<const handout::Material*> Materials::of(const std::string& account) {
    if (const auto name = names_.find(account); name != names_.end()) return &known_.at(name->second);
    const auto token = api_.token(account, usual_min_ttl, {});
    if (!token) return fail(token.error());
    auto material = material_of(*token, session_.world.clock.now());
    names_[account] = material.account;
    return &known_.insert_or_assign(material.account, std::move(material)).first->second;
}

Result<Secret> Materials::field(const FieldOf& wanted) {
    return of(wanted.account).and_then([&](const handout::Material* material) {
        return handout::field_of(*material, wanted.field);
    });
}

std::vector<std::string> Materials::accounts() const {
    std::vector<std::string> names;
    for (const auto& [name, material] : known_) names.push_back(name);
    return names;
}

}  // namespace roadcase::cli
