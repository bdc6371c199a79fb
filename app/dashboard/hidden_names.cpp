#include "dashboard/hidden_names.h"

#include <algorithm>

namespace roadcase::dashboard {
namespace {

std::string provider_of(const World& world, const store::AccountRecord& record) {
    const auto client = world.registry.find(record.client);
    return client ? client->provider.display_name : record.provider;
}

std::string number_among(const World& world, const std::vector<store::AccountRecord>& records,
                         const store::AccountRecord& record) {
    int number = 0;
    for (const auto& each : records) {
        if (provider_of(world, each) == provider_of(world, record)) ++number;
        if (each.id == record.id) break;
    }
    return std::to_string(std::max(number, 1));
}

/// A letter of any alphabet, or a digit.
bool is_part_of_word(char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z');
}

std::string replaced(std::string text, const std::string& word, const std::string& with) {
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at)) {
        const auto end = at + word.size();
        const bool whole = (at == 0 || !is_part_of_word(text[at - 1])) &&
                           (end == text.size() || !is_part_of_word(text[end]));
        if (whole) text.replace(at, word.size(), with);
        at += whole ? with.size() : 1;
    }
    return text;
}

}  // namespace

std::string number_of(World& world, const store::AccountRecord& record) {
    if (!world.ui.now().hide_names) return {};
    const auto records = world.accounts.list();
    return records ? number_among(world, *records, record) : "1";
}

std::string without_names(World& world, std::string text) {
    if (!world.ui.now().hide_names) return text;
    const auto records = world.accounts.list().value_or(std::vector<store::AccountRecord>());
    for (const auto& record : records)
        if (!record.display_name.empty())
            text = replaced(std::move(text), record.display_name,
                            provider_of(world, record) + " " + number_among(world, records, record));
    return text;
}

accounts::Flow without_names(World& world, accounts::Flow flow) {
    if (!world.ui.now().hide_names) return flow;
    flow.display_name.clear();
    if (!flow.error) return flow;
    auto& error = *flow.error;
    if (error.code == "E207") {  // it names a person that no account here is of
        error.title = "You signed in as somebody else than this account is of.";
        error.next = "Sign in as the same person as before, or add the other one under a name of its own.";
    }
    for (auto* text : {&error.title, &error.detail, &error.next}) *text = without_names(world, *text);
    return flow;
}

}  // namespace roadcase::dashboard
