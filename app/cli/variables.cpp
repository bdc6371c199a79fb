#include "cli/variables.h"

#include <algorithm>

#include "handout/quoting.h"

namespace roadcase::cli {
namespace {

const Prefix* find(const std::vector<Prefix>& prefixes, const std::string& text) {
    const auto found =
        std::find_if(prefixes.begin(), prefixes.end(), [&](const Prefix& each) { return each.text == text; });
    return found == prefixes.end() ? nullptr : &*found;
}

}  // namespace

Result<std::vector<Prefix>> prefixes_of(const std::vector<std::string>& accounts) {
    std::vector<Prefix> prefixes;
    for (const auto& account : accounts) {
        auto prefix = handout::env_prefix(account);
        if (const auto* other = find(prefixes, prefix); other != nullptr)
            return fail(ErrorKind::invalid_request, "",
                        other->account + " and " + account + " would both be " + prefix + "_ACCESS_TOKEN.",
                        "Nothing was started.", "Name one with --env NAME=" + account + "/access_token");
        prefixes.push_back({std::move(prefix), account});
    }
    for (const auto& account : accounts) {
        auto brief = handout::env_prefix(account.substr(0, account.find('/')));
        if (find(prefixes, brief) == nullptr) prefixes.push_back({std::move(brief), account});
    }
    return prefixes;
}

Result<std::vector<Variable>> variables_of(const std::vector<const handout::Material*>& materials) {
    std::vector<std::string> accounts;
    for (const auto* material : materials) accounts.push_back(material->account);
    return prefixes_of(accounts).map([&](const std::vector<Prefix>& prefixes) {
        std::vector<Variable> variables;
        for (const auto& [prefix, account] : prefixes) {
            const auto* material = materials[static_cast<std::size_t>(
                std::find(accounts.begin(), accounts.end(), account) - accounts.begin())];
            variables.push_back({prefix + "_ACCESS_TOKEN", material->access_token});
            if (!material->client_id.empty())
                variables.push_back({prefix + "_CLIENT_ID", Secret(material->client_id)});
        }
        return variables;
    });
}

}  // namespace roadcase::cli
