// What a person changes about an account: rename, default, pause, resume.
#include "cli/commands.h"
#include "cli/flags.h"

namespace roadcase::cli {
namespace {

/// Asks for the change and says in one sentence what is different now.
Status change(Session& session, const std::string& reference, const AccountWish& wish,
              const std::function<std::string(const Account&)>& sentence) {
    return session.api()
        .and_then([&](Api api) { return api.change_account(reference, wish); })
        .map([&](const Account& account) {
            if (session.options.json) return session.console.print(account.body + "\n");
            session.console.report(Mark::ok, sentence(account));
        });
}

Status rename(Session& session, const std::string& reference, const std::string& name) {
    return change(session, reference, {.name = name}, [&](const Account& account) {
        return reference + " is called " + account.account +
               " now. Keys follow it, scripts that name it do " + "not.  Next: roadcase token " +
               account.account;
    });
}

Status make_default(Session& session, const std::string& reference) {
    return change(session, reference, {.make_default = true}, [&](const Account& account) {
        return account.account + " means " +
               (account.display_name.empty() ? "this account" : account.display_name) +
               " now. Keys follow their accounts.  Next: roadcase list";
    });
}

Status pause(Session& session, const std::string& reference) {
    return change(session, reference, {.paused = true}, [](const Account& account) {
        return account.account + " is paused: it is not renewed and hands out no token.  " +
               "Next: roadcase resume " + account.account;
    });
}

Status resume(Session& session, const std::string& reference) {
    return change(session, reference, {.paused = false}, [](const Account& account) {
        return account.account + " goes on.  Next: roadcase token " + account.account;
    });
}

using Change = Status (*)(Session&, const std::string&);

void add_change(const Tree& tree, const std::string& name, const std::string& sentence, Change what,
                HelpTexts help) {
    auto account = std::make_shared<std::string>();
    auto* command = tree.add(
        tree.root, name, sentence, [account, what](Session& session) { return what(session, *account); },
        std::move(help));
    add_account_argument(*command, *account);
    command->group("Accounts");
}

}  // namespace

void add_change_commands(const Tree& tree) {
    auto account = std::make_shared<std::string>();
    auto name = std::make_shared<std::string>();
    auto* renamed = tree.add(tree.root, "rename", "Call an account something else.",
                             [account, name](Session& session) { return rename(session, *account, *name); },
                             {{{"roadcase rename twitch/bot clips", "from now on twitch/clips"}},
                              "0 ok, 2 the name is taken or none, 5 no such account",
                              "roadcase default"});
    add_account_argument(*renamed, *account);
    renamed->add_option("NEW", *name)->required();
    renamed->group("Accounts");

    add_change(tree, "default", "Let the client's name alone mean this account.", make_default,
               {{{"roadcase default twitch/bot", "twitch is the bot; the one before is twitch/bot"}},
                "0 ok, 5 no such account",
                "roadcase rename"});
    add_change(tree, "pause", "Stop renewing an account and handing out its tokens.", pause,
               {{{"roadcase pause twitch/bot", ""}}, "0 ok, 5 no such account", "roadcase resume"});
    add_change(tree, "resume", "End a pause.", resume,
               {{{"roadcase resume twitch/bot", ""}}, "0 ok, 5 no such account", "roadcase pause"});
}

}  // namespace roadcase::cli
