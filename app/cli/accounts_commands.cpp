#include "cli/account_lines.h"
#include "cli/commands.h"
#include "cli/flags.h"
#include "core/text.h"
#include "server/local_time.h"

namespace roadcase::cli {
namespace {

std::string account_table(Session& session, const std::vector<Account>& accounts, std::size_t indent) {
    std::vector<std::vector<std::string>> rows;
    for (const auto& account : accounts)
        rows.push_back(account_row(account, session.world.clock.now(), session.console.look()));
    return table(rows, indent);
}

Status list(Session& session) {
    return session.api().and_then([](Api api) { return api.accounts(); }).map([&](const Accounts& all) {
        if (session.options.json) return session.console.print(all.body + "\n");
        if (all.accounts.empty())
            session.console.talk("Nothing is connected yet.  Next: roadcase add practice");
        session.console.print(account_table(session, all.accounts, 0));
        // Not among the rows, of which scripts expect one for each account.
        for (const auto& line : problem_lines(all.accounts)) session.console.talk(line);
    });
}

void welcome(Session& session) {
    session.console.print(
        "Nothing is connected yet. Sign in once, and every script on this computer can\n"
        "ask for a working token.\n"
        "\n" +
        table({{"roadcase add practice", "try it, no sign-up"},
               {"roadcase demo", "watch the whole life of an account"}},
              2));
}

void show_all(Session& session, const Accounts& all) {
    if (all.accounts.empty()) return welcome(session);
    session.console.print(headline(all.accounts, session.console.look()) + "\n\n" +
                          account_table(session, all.accounts, 2));
    std::string problems;
    for (const auto& line : problem_lines(all.accounts)) problems += line + "\n";
    if (!problems.empty()) session.console.print("\n" + problems);
    const auto* account = first_in_need(all.accounts);
    if (account != nullptr && account->problem_next.empty())
        session.console.print("\nFix it:  roadcase reconnect " + account->account + "\n");
}

Status status_of_all(Session& session) {
    return session.api().and_then([&](Api api) -> Status {
        const auto status = api.status();
        if (!status) return fail(status.error());
        if (status->store != "ok") session.console.warn(sentence(status->store));
        for (const auto& problem : status->problems) session.console.warn(sentence(problem));
        if (session.options.json) {
            session.console.print(status->body + "\n");
            return {};
        }
        return api.accounts().map([&](const Accounts& all) { show_all(session, all); });
    });
}

void show_one(Session& session, const Account& account) {
    const auto now = session.world.clock.now();
    std::vector<std::vector<std::string>> rows;
    if (!account.scope.empty()) rows.push_back({"allowed to", shown(account.scope)});
    if (account.expires_in) rows.push_back({"token ends", "in " + in_words(*account.expires_in)});
    if (account.last_renewed_at)
        rows.push_back({"renewed", in_words(now - *account.last_renewed_at) + " ago"});
    if (account.consent_ends_at)
        rows.push_back({"sign in again", "before " + server::calendar_day(*account.consent_ends_at, now)});
    if (!account.missing_scopes.empty())
        rows.push_back({"not allowed", shown(join(account.missing_scopes, " "))});
    for (auto& row : problem_rows(account)) rows.push_back(std::move(row));
    session.console.print(account_table(session, {account}, 0) + table(rows, 2));
    if (first_in_need({account}) != nullptr && account.problem_next.empty())
        session.console.print("\nFix it:  roadcase reconnect " + account.account + "\n");
}

Status status(Session& session, const std::string& reference) {
    if (reference.empty()) return status_of_all(session);
    return session.api()
        .and_then([&](Api api) { return api.account(reference); })
        .map([&](const Account& account) {
            if (session.options.json) return session.console.print(account.body + "\n");
            show_one(session, account);
        });
}

Status refresh(Session& session, const std::string& reference) {
    return session.api()
        .and_then([&](Api api) { return api.refresh(reference); })
        .map([&](const Account& account) {
            if (session.options.json) return session.console.print(account.body + "\n");
            const auto life =
                account.expires_in ? " The token is good for " + in_words(*account.expires_in) + "." : "";
            session.console.report(Mark::ok, "Renewed " + account.account + "." + life +
                                                 "  Next: roadcase token " + account.account);
        });
}

Status validate(Session& session, const std::string& reference) {
    return session.api()
        .and_then([&](Api api) { return api.validate(reference); })
        .and_then([&](const Validity& validity) -> Status {
            if (session.options.json) session.console.print(validity.body + "\n");
            if (validity.active == false)
                return fail(ErrorKind::needs_authorization, "", "The provider says that this token is dead.",
                            "", "roadcase refresh " + reference);
            if (!validity.active)
                return fail(ErrorKind::unavailable, "", "The provider did not say whether this token works.",
                            "", "In a few minutes: roadcase validate " + reference);
            if (!session.options.json)
                session.console.report(Mark::ok, "The provider says that this token works.");
            return {};
        });
}

}  // namespace

Status overview(Session& session) {
    return status_of_all(session);
}

void add_account_commands(const Tree& tree) {
    tree.add(tree.root, "list", "Show the accounts, one line each.", list,
             {{{"roadcase list --json | jq -r '.accounts[].account'", ""}},
              "0 ok, 3 no server",
              "roadcase status"})
        ->alias("ls")
        ->alias("accounts")
        ->group("Everyday");

    auto which = std::make_shared<std::string>();
    auto* one = tree.add(
        tree.root, "status", "Say what is fine, what is not, and what to type.",
        [which](Session& session) { return status(session, *which); },
        {{{"roadcase status", "all accounts"}, {"roadcase status twitch/bot --json", "one, for a script"}},
         "0 ok, 5 no such account",
         "roadcase list"});
    one->add_option("ACCOUNT", *which);
    one->group("Everyday");

    auto renewed = std::make_shared<std::string>();
    auto* renew = tree.add(tree.root, "refresh", "Renew an account's token now.",
                           [renewed](Session& session) { return refresh(session, *renewed); },
                           {{{"roadcase refresh twitch", ""}},
                            "0 ok, 4 sign in again, 5 no such account, 6 provider down",
                            "roadcase token"});
    add_account_argument(*renew, *renewed);
    renew->group("Accounts");

    auto asked = std::make_shared<std::string>();
    auto* ask = tree.add(tree.root, "validate", "Ask the provider whether an account's token works.",
                         [asked](Session& session) { return validate(session, *asked); },
                         {{{"roadcase validate twitch", ""}},
                          "0 it works, 4 it is dead, 5 no such account, 6 nobody says",
                          "roadcase refresh"});
    add_account_argument(*ask, *asked);
    ask->group("Accounts");
}

}  // namespace roadcase::cli
