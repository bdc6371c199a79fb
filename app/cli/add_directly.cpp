#include "cli/sign_in_ways.h"

namespace roadcase::cli {
namespace {

Result<Secret> read_refresh_token(Session& session) {
    auto token = session.may_ask() && session.world.ask_secret
                     ? session.world.ask_secret("Refresh token (not shown): ")
                     : Result<Secret>(Secret(session.read_line()));
    if (!token || !token->empty()) return token;
    return fail(ErrorKind::invalid_request, "", "No refresh token came.",
                "It is typed on the terminal, or it is one line of standard input.");
}

void report(Session& session, const Account& account) {
    if (session.options.json) return session.console.print(account.body + "\n");
    const auto who = account.is_app                 ? "as the app itself (" + account.account + ")"
                     : account.display_name.empty() ? "as " + account.account
                                                    : "as " + shown(account.display_name);
    session.console.report(Mark::ok, "Connected " + shown(account.provider_name) + " " + who +
                                         ".  Next: roadcase token " + account.account);
}

}  // namespace

Status add_directly(Session& session, const FlowWish& wish) {
    auto api = session.api();
    if (!api) return fail(api.error());
    if (wish.method == "app")
        return api->add_app(wish).map([&](const Account& account) { report(session, account); });
    const auto token = read_refresh_token(session);
    if (!token) return fail(token.error());
    return api->import_refresh_token(wish, *token).map([&](const Account& account) {
        report(session, account);
        session.console.talk(
            "From now on Roadcase alone renews it. What the other program has stops working: take it out "
            "there.");
    });
}

}  // namespace roadcase::cli
