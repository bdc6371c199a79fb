#include <charconv>
#include <set>

#include "cli/commands.h"
#include "cli/flags.h"
#include "core/text.h"

namespace roadcase::cli {
namespace {

struct RevokeCommand {
    std::string account;
    bool all = false;
    bool yes = false;
};

std::string what_was_told(const Removed& removed, const std::string& provider) {
    if (removed.told_provider) return "revoked at " + provider;
    return removed.note.empty() ? "removed here; " + provider + " was not told" : printable(removed.note);
}

/// One line per account; never claims more than happened.
void report_end(Session& session, const Removed& removed, const std::string& provider, std::size_t width) {
    auto name = removed.account;
    name.resize(std::max(width, name.size()), ' ');
    session.console.report(removed.told_provider ? Mark::ok : Mark::attention,
                           name + "  " + what_was_told(removed, provider));
}

Status remove(Session& session, const std::string& reference) {
    return session.api()
        .and_then([&](Api api) { return api.remove(reference, false); })
        .map([&](const Removed& removed) {
            if (session.options.json) return session.console.print(removed.body + "\n");
            session.console.report(Mark::ok,
                                   "Removed " + removed.account + " here. Its provider was not told.");
            if (!removed.note.empty()) session.console.talk(shown(removed.note));
        });
}

Status revoke_one(Session& session, const std::string& reference) {
    return session.api().and_then([&](Api api) -> Status {
        const auto account = api.account(reference);
        if (!account) return fail(account.error());
        return api.remove(reference, true).map([&](const Removed& removed) {
            if (session.options.json) return session.console.print(removed.body + "\n");
            report_end(session, removed, account->provider_name, 0);
        });
    });
}

std::string amount(std::size_t number, const char* what) {
    return std::to_string(number) + " " + what + (number == 1 ? "" : "s");
}

/// Typing the number is proof of having read it.
Status confirm(Session& session, const std::vector<Account>& accounts) {
    std::set<std::string> providers;
    for (const auto& account : accounts) providers.insert(account.provider_name);
    const auto number = std::to_string(accounts.size());
    if (!session.may_ask())
        return fail(
            ErrorKind::invalid_request, "",
            "This would revoke " + amount(accounts.size(), "account") + "; nobody is here to agree to that.",
            "Standard input or output is no terminal, or --no-input is on. Nothing was changed.",
            "roadcase revoke --all --yes");
    session.console.ask("This signs Roadcase out of " + amount(accounts.size(), "account") + " at " +
                        amount(providers.size(), "provider") +
                        ". Scripts using them stop working. Type the number " + number + " to go on: ");
    if (session.read_line() == number) return {};
    return fail(ErrorKind::internal, "", "Nothing was changed.", "The number was not typed.");
}

struct Endings {
    std::vector<std::pair<Removed, std::string>> done;  ///< with the provider's name
    std::vector<Error> failed;
};

/// Goes on after a failure: each account that can be ended is.
Endings end_each(Session& session, Api& api, const std::vector<Account>& accounts) {
    Endings endings;
    for (const auto& account : accounts) {
        auto removed = api.remove(account.account, true);
        if (removed) {
            endings.done.emplace_back(std::move(*removed), account.provider_name);
            continue;
        }
        session.console.warn(account.account + "  " + removed.error().one_line());
        endings.failed.push_back(removed.error());
    }
    return endings;
}

void report_ends(Session& session, const Endings& endings) {
    std::size_t width = 0;
    for (const auto& [removed, provider] : endings.done) width = std::max(width, removed.account.size());
    for (const auto& [removed, provider] : endings.done) report_end(session, removed, provider, width);
}

void print_ends(Session& session, const Endings& endings, const std::optional<Error>& failure) {
    OrderedJson list = OrderedJson::array();
    for (const auto& [removed, provider] : endings.done)
        list.push_back({{"account", removed.account},
                        {"removed", true},
                        {"told_provider", removed.told_provider},
                        {"note", removed.note}});
    OrderedJson object{{"version", 1}, {"accounts", std::move(list)}};
    if (failure) object["error"] = OrderedJson::parse(error_json(*failure))["error"];
    session.console.print(dump(object) + "\n");
}

Status revoke_each(Session& session, Api& api, const std::vector<Account>& accounts) {
    const auto endings = end_each(session, api, accounts);
    std::optional<Error> failure;
    if (!endings.failed.empty())
        failure = make_error(endings.failed.front().kind, endings.failed.front().code,
                             std::to_string(endings.failed.size()) + " of " +
                                 amount(accounts.size(), "account") + " could not be revoked.",
                             "They are still connected here.", "roadcase revoke --all");
    session.options.json ? print_ends(session, endings, failure) : report_ends(session, endings);
    return failure ? Status(fail(*failure)) : Status();
}

Status revoke_all(Session& session, bool yes) {
    return session.api().and_then([&](Api api) -> Status {
        const auto all = api.accounts();
        if (!all) return fail(all.error());
        if (all->accounts.empty()) session.console.talk("Nothing is connected.");
        const auto agreed = yes || all->accounts.empty() ? Status() : confirm(session, all->accounts);
        return agreed.and_then([&] { return revoke_each(session, api, all->accounts); });
    });
}

Status revoke(Session& session, const RevokeCommand& command) {
    if (command.all == command.account.empty())
        return command.all ? revoke_all(session, command.yes) : revoke_one(session, command.account);
    return fail(ErrorKind::invalid_request, "", "\"roadcase revoke\" needs an account or --all, not both.",
                "", "roadcase revoke --help");
}

}  // namespace

void add_ending_commands(const Tree& tree) {
    auto forgotten = std::make_shared<std::string>();
    auto* forget =
        tree.add(tree.root, "remove", "Forget an account here, without telling its provider.",
                 [forgotten](Session& session) { return remove(session, *forgotten); },
                 {{{"roadcase remove twitch/bot", ""}}, "0 ok, 5 no such account", "roadcase revoke"});
    add_account_argument(*forget, *forgotten);
    forget->alias("logout")->group("Accounts");

    auto command = std::make_shared<RevokeCommand>();
    auto* app = tree.add(tree.root, "revoke", "Tell the provider to end a sign-in, then forget it here.",
                         [command](Session& session) { return revoke(session, *command); },
                         {{{"roadcase revoke twitch", "one account"},
                           {"roadcase revoke --all", "every account, after a question"}},
                          "0 forgotten here, 2 not agreed to, 5 no such account",
                          "roadcase remove"});
    app->add_option("ACCOUNT", command->account);
    app->add_flag("--all", command->all, "every account");
    app->add_flag("--yes", command->yes, "do not ask");
    app->group("Accounts");
}

}  // namespace roadcase::cli
