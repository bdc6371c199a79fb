#include "dashboard/hidden_names.h"

#include "accounts/person_words.h"
#include "accounts/reference.h"
#include "dashboard/word_ends.h"

namespace roadcase::dashboard {
namespace {

using Records = std::vector<store::AccountRecord>;

std::string with_word_replaced(std::string text, const std::string& word, const std::string& with) {
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
        const auto end = at + word.size();
        const bool whole = (at == 0 || !is_part_of_word(text[at - 1])) &&
                           (end == text.size() || !is_part_of_word(text[end]));
        if (whole) text.replace(at, word.size(), with);
        at += whole ? with.size() : 1;
    }
    return text;
}

std::vector<std::string> names_of(const store::AccountRecord& record) {
    std::vector<std::string> names;
    for (auto name : {record.display_name, accounts::person_words(record.display_name)})
        if (!name.empty()) names.push_back(std::move(name));
    return names;
}

}  // namespace

HiddenNames::HiddenNames(const accounts::Registry& registry, const Records& records) : hide_(true) {
    std::map<std::string, int> count;
    for (const auto& record : records) {
        const auto client = registry.find(record.client);
        const auto& provider = client ? client->provider.display_name : record.provider;
        const auto number = std::to_string(++count[provider]);
        accounts_.insert_or_assign(accounts::reference_of(record),
                                   Account{number, provider + " " + number, names_of(record)});
    }
}

std::string HiddenNames::number_of(const std::string& reference) const {
    const auto found = accounts_.find(reference);
    return found == accounts_.end() ? "" : found->second.number;
}

std::string HiddenNames::replaced(const Account& account, std::string text) {
    for (const auto& name : account.names) text = with_word_replaced(std::move(text), name, account.called);
    return text;
}

std::string HiddenNames::without_name(const std::string& reference, std::string text) const {
    const auto found = accounts_.find(reference);
    return found == accounts_.end() ? std::move(text) : replaced(found->second, std::move(text));
}

std::string HiddenNames::without_names(std::string text) const {
    for (const auto& [reference, account] : accounts_) text = replaced(account, std::move(text));
    return text;
}

accounts::Flow HiddenNames::without_names(accounts::Flow flow) const {
    if (!hide_) return flow;
    flow.display_name.clear();
    if (!flow.error) return flow;
    auto& error = *flow.error;
    if (error.code == "E207") {  // it names a person that no account here is of
        error.title = "You signed in as somebody else than this account is of.";
        error.next = "Sign in as the same person as before, or add the other one under a name of its own.";
    }
    for (auto* text : {&error.title, &error.detail, &error.next}) *text = without_names(std::move(*text));
    return flow;
}

HiddenNames hidden_names(const World& world, const Records& records) {
    return world.ui.now().hide_names ? HiddenNames(world.registry, records) : HiddenNames();
}

HiddenNames hidden_names(const World& world) {
    if (!world.ui.now().hide_names) return {};
    return {world.registry, world.accounts.list().value_or(Records())};
}

}  // namespace roadcase::dashboard
