#include "cli/commands.h"
#include "cli/flags.h"
#include "core/text.h"
#include "handout/snippets.h"

namespace roadcase::cli {
namespace {

struct SnippetCommand {
    std::string account;
    std::string language;
};

/// Where a program asks: at the server, or where one would be.
handout::SnippetFacts facts_of(const Account& account, const ServerStatus& status) {
    return {account.account, status.url, handout::api_to_try(account.userinfo_url, account.api_origins)};
}

Status print_snippet(Session& session, const SnippetCommand& command) {
    auto api = session.api();
    if (!api) return fail(api.error());
    const auto account = api->account(command.account);
    if (!account) return fail(account.error());
    const auto status = api->status();
    if (!status) return fail(status.error());
    const auto text = handout::snippet(to_lower(command.language), facts_of(*account, *status));
    if (!text)
        return fail(ErrorKind::invalid_request, "",
                    "There is no example for \"" + printable(command.language, 40) + "\".",
                    "There is one for " + join(handout::snippet_names(), ", ") + ".",
                    "Any language can: roadcase run " + account->account + " -- COMMAND");
    if (session.options.json)
        session.console.print(
            dump(OrderedJson{{"version", 1}, {"language", command.language}, {"text", *text}}) + "\n");
    else
        session.console.print(*text);
    return {};
}

}  // namespace

void add_snippet_command(const Tree& tree) {
    auto command = std::make_shared<SnippetCommand>();
    auto* app = tree.add(tree.root, "snippet", "Print a whole program that uses an account.",
                         [command](Session& session) { return print_snippet(session, *command); },
                         {{{"roadcase snippet twitch python > bot.py", ""},
                           {"roadcase run twitch -- python3 bot.py", "and run it"}},
                          "0 ok, 2 no such language, 5 no such account",
                          "roadcase run, roadcase key create"});
    add_account_argument(*app, command->account);
    app->add_option("LANGUAGE", command->language, join(handout::snippet_names(), ", "))->required();
    app->group("Scripts");
}

}  // namespace roadcase::cli
