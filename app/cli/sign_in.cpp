#include "cli/sign_in.h"

#include "cli/commands.h"
#include "cli/flags.h"
#include "core/text.h"

namespace roadcase::cli {
namespace {

constexpr milliseconds look_every{500};

struct SignInCommand {
    FlowWish wish;
    bool no_browser = false;
};

/// What the person types to try once more.
std::string again(const FlowWish& wish) {
    return wish.account.empty() ? "roadcase add " + wish.client : "roadcase reconnect " + wish.account;
}

void show_link(Session& session, const std::string& url) {
    session.console.ask("Open this address in your browser:\n\n  " + url + "\n\n");
    const auto port = http::parse_url(url).value_or(http::Url{}).port;
    if (switched_on(session.world, "SSH_CONNECTION"))
        session.console.talk("The browser is on another computer? There, first:\n  ssh -L " +
                             std::to_string(port) + ":localhost:" + std::to_string(port) +
                             " THIS-COMPUTER\n");
}

void send_to_browser(Session& session, const std::string& url, bool no_browser) {
    const bool opened = !browser_forbidden(session, no_browser) && session.world.open_browser(url);
    if (!opened) show_link(session, url);
    session.console.talk(opened ? "Your browser opened. Waiting until you have signed in there."
                                : "Waiting until you have signed in there.");
}

void report_flow(Session& session, const Flow& flow) {
    if (!flow.missing_scopes.empty())
        session.console.warn(shown(flow.provider_name) + " allowed less than asked: " +
                             shown(join(flow.missing_scopes, " ")) + " is missing. (E304)");
    if (session.options.json) return session.console.print(flow.body + "\n");
    const auto name = flow.display_name.empty() ? flow.account : shown(flow.display_name);
    session.console.report(Mark::ok, (flow.again ? "Signed in to " : "Connected ") +
                                         shown(flow.provider_name) + (flow.again ? " again as " : " as ") +
                                         name + ".  Next: roadcase token " + flow.account);
}

Status sign_in(Session& session, const SignInCommand& command) {
    const auto backend = session.backend();
    if (!backend) return fail(backend.error());
    // Before anything is started: without an address there is nothing a browser could open.
    if (const auto address = (*backend)->reachable(false); !address) return fail(address.error());
    Api api(**backend);
    const auto started = api.start_flow(command.wish);
    if (!started) return fail(started.error());
    send_to_browser(session, started->url, command.no_browser);
    auto flow = wait_for_flow(session, api, started->id, started->expires_in);
    if (!flow && flow.error().next.empty()) flow.error().next = again(command.wish);
    return flow.map([&](const Flow& done) { report_flow(session, done); });
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

bool browser_forbidden(const Session& session, bool flag) {
    return flag || switched_on(session.world, "ROADCASE_NO_BROWSER");
}

void add_sign_in_commands(const Tree& tree) {
    auto added = std::make_shared<SignInCommand>();
    auto* add = tree.add(tree.root, "add", "Connect an account: sign in once in the browser.",
                         [added](Session& session) { return sign_in(session, *added); },
                         {{{"roadcase add practice", "try it, no sign-up"},
                           {"roadcase add twitch --name bot", "a second account, as twitch/bot"},
                           {"roadcase add twitch --no-browser", "print the address, as over ssh"}},
                          exits,
                          "roadcase reconnect, roadcase list"});
    add->add_option("PROVIDER", added->wish.client)->required();
    add->add_option("--name", added->wish.name, "call it PROVIDER/NAME")->type_name("NAME");
    add_sign_in_flags(*add, *added);
    add->alias("connect")->alias("login")->group("Everyday");

    auto renewed = std::make_shared<SignInCommand>();
    auto* reconnect = tree.add(tree.root, "reconnect", "Sign in again to an account that needs it.",
                               [renewed](Session& session) { return sign_in(session, *renewed); },
                               {{{"roadcase reconnect twitch", ""}}, exits, "roadcase status"});
    add_account_argument(*reconnect, renewed->wish.account);
    add_sign_in_flags(*reconnect, *renewed);
    reconnect->alias("reauth")->group("Everyday");
}

}  // namespace roadcase::cli
