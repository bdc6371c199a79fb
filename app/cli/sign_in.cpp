#include "cli/sign_in.h"

#include "cli/choose_way.h"
#include "cli/commands.h"
#include "cli/flags.h"
#include "cli/sign_in_ways.h"
#include "core/text.h"

namespace roadcase::cli {
namespace {

constexpr milliseconds look_every{500};

void report_flow(Session& session, const Flow& flow) {
    if (!flow.missing_scopes.empty())
        session.console.warn(shown(flow.provider_name) + " allowed less than asked: " +
                             shown(join(flow.missing_scopes, " ")) + " is missing. (E304)");
    if (!flow.lost_scopes.empty())
        session.console.warn(
            "It was allowed before and is not any more: " + shown(join(flow.lost_scopes, " ")) + "." +
            (flow.scripts.empty() ? "" : " Scripts that use it: " + shown(join(flow.scripts, ", ")) + "."));
    if (session.options.json) return session.console.print(flow.body + "\n");
    const auto name = flow.display_name.empty() ? flow.account : shown(flow.display_name);
    session.console.report(Mark::ok, (flow.again ? "Signed in to " : "Connected ") +
                                         shown(flow.provider_name) + (flow.again ? " again as " : " as ") +
                                         name + ".  Next: roadcase token " + flow.account);
}

Status connect(Session& session, const SignInCommand& command) {
    const auto& method = command.wish.method;
    const bool directly = method == "app" || method == "refresh_token";
    return directly ? add_directly(session, command.wish) : sign_in(session, command);
}

struct WayFlag {
    const char* flag;
    const char* method;
    const char* words;
};

const std::vector<WayFlag> ways_elsewhere{
    {"--device", "device", "enter a code on your phone or another PC"},
    {"--paste", "paste", "paste the address where another browser lands"},
};
const std::vector<WayFlag> all_ways{
    ways_elsewhere[0],
    ways_elsewhere[1],
    {"--app", "app", "a token of the app itself; nobody signs in"},
    {"--refresh-token", "refresh_token", "take one over from another program, unseen"},
};

/// At most one of them all.
void add_ways(CLI::App& app, std::string& target, const std::vector<WayFlag>& ways) {
    std::vector<CLI::Option*> before;
    for (const auto& way : ways) {
        auto* flag = app.add_flag_callback(
            way.flag, [&target, method = way.method] { target = method; }, way.words);
        for (auto* other : before) flag->excludes(other);
        before.push_back(flag);
    }
}

void add_sign_in_flags(CLI::App& app, SignInCommand& command) {
    app.add_option("--scope", command.wish.scopes, "ask to be allowed this; repeat for more")
        ->type_name("SCOPE")
        ->allow_extra_args(false);
    app.add_flag("--no-browser", command.no_browser, "print the address instead of opening it");
}

const char* const exits = "0 ok, 3 no server, 5 no such app, 8 nobody signed in, 9 refused";

}  // namespace

Result<Flow> wait_for_flow(Session& session, Api& api, const std::string& id, milliseconds limit) {
    std::optional<Flow> done;
    const auto ended = session.wait_until(limit, look_every, [&]() -> Result<bool> {
        auto flow = api.flow(id);
        if (!flow) return fail(flow.error());
        if (flow->problem) return fail(*flow->problem);
        if (flow->status == "failed") return fail(ErrorKind::internal, "", "The sign-in failed.");
        if (flow->status == "done") done = std::move(*flow);
        return done.has_value();
    });
    if (!ended) return fail(ended.error());
    if (!*ended)
        return fail(ErrorKind::timeout, "", "The sign-in was not finished in time.", "Nothing was changed.");
    return std::move(*done);
}

Status sign_in(Session& session, const SignInCommand& command) {
    const auto backend = session.backend();
    if (!backend) return fail(backend.error());
    Api api(**backend);
    auto flow = sign_in_somehow(session, **backend, api, command);
    if (!flow && flow.error().next.empty()) flow.error().next = again(command.wish);
    return flow.map([&](const Flow& done) { report_flow(session, done); });
}

bool browser_forbidden(const Session& session, bool flag) {
    return flag || switched_on(session.world, "ROADCASE_NO_BROWSER");
}

void add_sign_in_commands(const Tree& tree) {
    auto added = std::make_shared<SignInCommand>();
    auto* add = tree.add(tree.root, "add", "Connect an account: sign in once in the browser.",
                         [added](Session& session) { return connect(session, *added); },
                         {{{"roadcase add practice", "try it, no sign-up"},
                           {"roadcase add twitch --name bot", "a second account, as twitch/bot"},
                           {"roadcase add twitch --device", "over ssh: enter a code on your phone"},
                           {"roadcase add twitch --paste", "the same, for every provider"},
                           {"roadcase add twitch --app", "the app's own token, as twitch/app"},
                           {"ssh -L 3000:localhost:3000 HOST", "or bring its pages to your PC"}},
                          exits,
                          "roadcase reconnect, roadcase list"});
    add->add_option("PROVIDER", added->wish.client)->required();
    add->add_option("--name", added->wish.name, "call it PROVIDER/NAME")->type_name("NAME");
    add_sign_in_flags(*add, *added);
    add_ways(*add, added->wish.method, all_ways);
    add->alias("connect")->alias("login")->group("Everyday");

    auto renewed = std::make_shared<SignInCommand>();
    auto* reconnect = tree.add(tree.root, "reconnect", "Sign in again to an account that needs it.",
                               [renewed](Session& session) { return sign_in(session, *renewed); },
                               {{{"roadcase reconnect twitch", ""}}, exits, "roadcase status"});
    add_account_argument(*reconnect, renewed->wish.account);
    add_sign_in_flags(*reconnect, *renewed);
    add_ways(*reconnect, renewed->wish.method, ways_elsewhere);
    reconnect->alias("reauth")->group("Everyday");
}

}  // namespace roadcase::cli
