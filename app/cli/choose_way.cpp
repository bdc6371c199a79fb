#include "cli/choose_way.h"

#include <algorithm>

#include "cli/sign_in.h"
#include "cli/sign_in_ways.h"

namespace roadcase::cli {
namespace {

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

}  // namespace

std::string again(const FlowWish& wish) {
    return wish.account.empty() ? "roadcase add " + wish.client : "roadcase reconnect " + wish.account;
}

Result<Flow> sign_in_somehow(Session& session, Backend& backend, Api& api, const SignInCommand& command) {
    return command.wish.method.empty() ? by_browser(session, backend, api, command)
                                       : by_method(session, backend, api, command.wish);
}

}  // namespace roadcase::cli
