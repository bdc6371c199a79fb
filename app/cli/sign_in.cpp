#include "cli/sign_in.h"

#include <algorithm>

#include "cli/commands.h"
#include "cli/flags.h"
#include "cli/sign_in_ways.h"
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

/// A sign-in that nobody waits for any more shall not be finished by anybody.
Result<Flow> or_cancel(Api& api, const std::string& id, Result<Flow> flow) {
    if (!flow && flow.error().code.empty()) (void)api.cancel_flow(id);
    return flow;
}

Result<Flow> finish(Session& session, Backend& backend, Api& api, const StartedFlow& started,
                    const std::string& and_also = {}) {
    auto flow = started.method == "device" ? sign_in_by_code(session, backend, api, started, and_also)
                                           : sign_in_by_paste(session, backend, api, started);
    return or_cancel(api, started.id, std::move(flow));
}

bool knows(const StartedFlow& started, std::string_view method) {
    return std::find(started.methods.begin(), started.methods.end(), method) != started.methods.end();
}

/// What is left where no browser opens; empty: the link alone.
std::string other_way(const Session& session, const StartedFlow& started) {
    if (knows(started, "device")) return "device";
    const bool can_paste = session.may_ask() && session.world.ask_secret;
    return can_paste && knows(started, "paste") ? "paste" : "";
}

Result<Flow> without_browser(Session& session, Backend& backend, Api& api, FlowWish wish,
                             const std::string& way) {
    session.console.talk("No browser could be opened here. (E214)");
    const auto command = again(wish);
    wish.method = way;
    const auto started = api.start_flow(wish);
    if (!started) return fail(started.error());
    const auto and_also = "Or press Ctrl-C, and paste an address instead: " + command + " --paste";
    return finish(session, backend, api, *started, knows(*started, "paste") ? and_also : "");
}

Result<Flow> by_browser(Session& session, Backend& backend, Api& api, const SignInCommand& command) {
    // Before anything is started: without an address there is nothing a browser could open.
    if (const auto address = backend.reachable(false); !address) return fail(address.error());
    const auto started = api.start_flow(command.wish);
    if (!started) return fail(started.error());
    const bool forbidden = browser_forbidden(session, command.no_browser);
    const bool opened = !forbidden && session.world.open_browser(started->url);
    if (started->method == "paste") return finish(session, backend, api, *started);
    const auto other = opened || forbidden ? "" : other_way(session, *started);
    if (!other.empty()) {
        (void)api.cancel_flow(started->id);
        return without_browser(session, backend, api, command.wish, other);
    }
    if (!opened) show_link(session, started->url);
    session.console.talk(opened ? "Your browser opened. Waiting until you have signed in there."
                                : "Waiting until you have signed in there.");
    return or_cancel(api, started->id, wait_for_flow(session, api, started->id, started->expires_in));
}

Result<Flow> by_method(Session& session, Backend& backend, Api& api, const FlowWish& wish) {
    const auto started = api.start_flow(wish);
    return started ? finish(session, backend, api, *started) : fail(started.error());
}

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

Status sign_in(Session& session, const SignInCommand& command) {
    const auto backend = session.backend();
    if (!backend) return fail(backend.error());
    Api api(**backend);
    auto flow = command.wish.method.empty() ? by_browser(session, **backend, api, command)
                                            : by_method(session, **backend, api, command.wish);
    if (!flow && flow.error().next.empty()) flow.error().next = again(command.wish);
    return flow.map([&](const Flow& done) { report_flow(session, done); });
}

void add_sign_in_flags(CLI::App& app, SignInCommand& command) {
    app.add_option("--scope", command.wish.scopes, "ask to be allowed this; repeat for more")
        ->type_name("SCOPE")
        ->allow_extra_args(false);
    app.add_flag("--no-browser", command.no_browser, "print the address instead of opening it");
    auto& method = command.wish.method;
    auto* device = app.add_flag_callback(
        "--device", [&method] { method = "device"; }, "enter a code on your phone or another PC");
    app.add_flag_callback(
           "--paste", [&method] { method = "paste"; }, "paste the address where another browser lands")
        ->excludes(device);
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
                           {"roadcase add twitch --device", "over ssh: enter a code on your phone"},
                           {"roadcase add twitch --paste", "the same, for every provider"},
                           {"ssh -L 3000:localhost:3000 HOST", "or bring that computer's page to yours"}},
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
