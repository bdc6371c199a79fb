#include <algorithm>

#include "cli/commands.h"
#include "cli/flags.h"
#include "cli/loaded_config.h"
#include "cli/sign_in.h"
#include "core/text.h"

namespace roadcase::cli {
namespace {

struct ScopesCommand {
    std::string account;
    std::vector<std::string> add;
    bool explain = false;
    bool no_browser = false;
};

bool holds(const std::vector<std::string>& list, const std::string& text) {
    return std::find(list.begin(), list.end(), text) != list.end();
}

void add_new(std::vector<std::string>& list, const std::vector<std::string>& more) {
    for (const auto& each : more)
        if (!holds(list, each)) list.push_back(each);
}

/// Everything granted or asked for, in that order.
std::vector<std::string> known_scopes(const Account& account) {
    auto all = split(account.scope, ' ');
    add_new(all, account.requested_scopes);
    add_new(all, account.missing_scopes);
    return all;
}

std::string standing(const Account& account, const std::string& scope) {
    if (!holds(split(account.scope, ' '), scope)) return "missing: asked for and not granted";
    return holds(account.requested_scopes, scope) ? "granted" : "granted, though it was not asked for";
}

/// What the provider's row says of a scope: the roles that it belongs to.
std::string explained(const providers::Provider& provider, const std::string& scope) {
    std::vector<std::string> roles;
    for (const auto& [role, scopes] : provider.roles)
        if (holds(scopes, scope)) roles.push_back(role);
    if (!roles.empty()) return "belongs to what is asked for as: " + join(roles, ", ");
    return holds(provider.scopes_supported, scope) ? "known to its provider" : "nothing is known of it here";
}

std::optional<providers::Provider> provider_of(const Session& session, const Account& account) {
    const auto loaded = load_config(session);
    if (!loaded) return std::nullopt;
    for (const auto& client : loaded->config.clients)
        if (client.name == account.client) return client.provider;
    return std::nullopt;
}

void explain(Session& session, const Account& account, const std::vector<std::string>& scopes) {
    const auto provider = provider_of(session, account);
    if (!provider)
        return session.console.talk("No more is known: " + account.client + " is not in config.toml.");
    std::vector<std::vector<std::string>> rows;
    for (const auto& scope : scopes) rows.push_back({shown(scope), explained(*provider, scope)});
    session.console.print("\n" + table(rows, 0));
    if (!provider->documentation.empty()) session.console.print("\nMore: " + provider->documentation + "\n");
}

OrderedJson scopes_json(const Account& account) {
    return {{"version", 1},
            {"account", account.account},
            {"granted", split(account.scope, ' ')},
            {"requested", account.requested_scopes},
            {"missing", account.missing_scopes}};
}

Status show(Session& session, const Account& account, const ScopesCommand& command) {
    if (session.options.json) {
        session.console.print(dump(scopes_json(account)) + "\n");
        return {};
    }
    const auto scopes = known_scopes(account);
    std::vector<std::vector<std::string>> rows;
    for (const auto& scope : scopes) rows.push_back({shown(scope), standing(account, scope)});
    session.console.print(table(rows, 0));
    if (scopes.empty()) session.console.talk(account.account + " was asked for nothing in particular.");
    if (command.explain) explain(session, account, scopes);
    if (!account.missing_scopes.empty())
        session.console.talk("Next: roadcase scopes " + account.account + " --add " +
                             shown(account.missing_scopes.front()));
    return {};
}

/// A provider grants what one sign-in asks for, and no more: what is there already is asked for again.
Status add(Session& session, const Account& account, const ScopesCommand& command) {
    if (account.is_app)
        return fail(ErrorKind::invalid_request, "", account.account + " is the app's own.",
                    "Nobody can allow it more by signing in.",
                    "roadcase add " + account.client + " --app --scope SCOPE");
    const auto granted = split(account.scope, ' ');
    const bool all_there = std::all_of(command.add.begin(), command.add.end(),
                                       [&](const auto& each) { return holds(granted, each); });
    if (all_there) {
        session.console.report(Mark::ok, account.account + " is allowed that already.");
        return {};
    }
    SignInCommand wish;
    wish.wish.account = account.account;
    wish.wish.scopes = known_scopes(account);
    wish.no_browser = command.no_browser;
    add_new(wish.wish.scopes, command.add);
    return sign_in(session, wish);
}

Status scopes(Session& session, const ScopesCommand& command) {
    const auto account = session.api().and_then([&](Api api) { return api.account(command.account); });
    if (!account) return fail(account.error());
    return command.add.empty() ? show(session, *account, command) : add(session, *account, command);
}

}  // namespace

void add_scopes_command(const Tree& tree) {
    auto command = std::make_shared<ScopesCommand>();
    auto* app = tree.add(tree.root, "scopes", "Show what an account may do, or have it allowed more.",
                         [command](Session& session) { return scopes(session, *command); },
                         {{{"roadcase scopes twitch", "granted, asked for, missing"},
                           {"roadcase scopes twitch --add channel:manage:polls", "signs in again"}},
                          "0 ok, 4 sign in again, 5 no such account, 8 nobody signed in",
                          "roadcase token --scope, roadcase reconnect"});
    add_account_argument(*app, command->account);
    app->add_option("--add", command->add, "sign in to be allowed this, too; repeat for more")
        ->type_name("SCOPE")
        ->allow_extra_args(false);
    app->add_flag("--explain", command->explain, "say what is known of each");
    app->add_flag("--no-browser", command->no_browser, "print the address instead of opening it");
    app->group("Accounts");
}

}  // namespace roadcase::cli
