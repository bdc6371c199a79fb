#include "cli/sign_in_ways.h"

#include "cli/qr_code.h"
#include "cli/sign_in.h"
#include "core/text.h"

namespace roadcase::cli {
namespace {

constexpr int tries = 5;
/// The server ends a code by itself, and says so better than we could.
constexpr seconds grace{10};

/// Addresses and codes of a provider, as they may stand on a terminal; a cut one would be no use.
std::string whole(const std::string& text) {
    return printable(text, 4096);
}

/// Of the practice provider, mostly: no phone gets there.
bool is_of_this_computer(const std::string& url) {
    const auto parsed = http::parse_url(url);
    return parsed && parsed->is_loopback();
}

/// The practice provider's own pages are ours.
Status open_the_way(Backend& backend, const std::string& url) {
    if (!is_of_this_computer(url)) return {};
    return backend.reachable(false).map([](const std::string&) {});
}

void show_qr_code(Session& session, const StartedFlow& started) {
    const auto& look = session.console.err_look();
    const bool fits = session.world.err_is_terminal && look.utf8 && !session.options.json;
    if (!fits || session.options.quiet || is_of_this_computer(started.verification_uri)) return;
    const auto& text = started.verification_uri_complete.empty() ? started.verification_uri
                                                                 : started.verification_uri_complete;
    const auto code = qr_code(text);
    const auto columns = session.world.terminal_columns ? session.world.terminal_columns() : 0;
    if (!code || code->columns() > columns) return;
    session.console.ask("     or scan this, and compare the code:\n\n" + half_blocks(*code, look.color) +
                        "\n");
}

/// What the person brings; nothing: they gave up.
Result<Secret> ask_for_address(Session& session) {
    if (session.may_ask() && session.world.ask_secret) return session.world.ask_secret("Address: ");
    auto line = session.read_line();
    if (line.empty()) return fail(ErrorKind::invalid_request, "", "No address came.", "Nothing was changed.");
    return Secret(std::move(line));
}

/// The sign-in goes on: only the address was wrong.
bool may_ask_again(const Error& error) {
    return error.kind == ErrorKind::invalid_request && error.code.empty();
}

}  // namespace

Result<Flow> sign_in_by_code(Session& session, Backend& backend, Api& api, const StartedFlow& started,
                             const std::string& and_also) {
    if (auto open = open_the_way(backend, started.verification_uri); !open) return fail(open.error());
    const auto* where = is_of_this_computer(started.verification_uri) ? "In a browser of this computer"
                                                                      : "On your phone or PC";
    session.console.ask(std::string(where) + " open   " + whole(started.verification_uri) +
                        "   and enter   " + whole(started.user_code) + "\n");
    show_qr_code(session, started);
    if (!and_also.empty()) session.console.talk(and_also);
    session.console.talk("Valid for " + in_words(started.expires_in) +
                         ". Waiting until you have signed in there.");
    return wait_for_flow(session, api, started.id, started.expires_in + grace);
}

Result<Flow> sign_in_by_paste(Session& session, Backend& backend, Api& api, const StartedFlow& started) {
    if (auto open = open_the_way(backend, started.url); !open) return fail(open.error());
    session.console.ask("Open this address in a browser, on any computer, and sign in there:\n\n  " +
                        whole(started.url) + "\n\n");
    session.console.talk(
        "The browser then shows a page that perhaps cannot be reached. Copy the address of that page\n"
        "and paste it here; it is not shown.");
    for (int left = tries; left > 0; --left) {
        const auto address = ask_for_address(session);
        if (!address) return fail(address.error());
        auto flow = api.paste(started, *address);
        if (flow && flow->problem) return fail(*flow->problem);
        if (flow || !may_ask_again(flow.error())) return flow;
        session.console.warn(flow.error().title + " " + flow.error().detail);
    }
    return fail(ErrorKind::invalid_request, "", "None of the addresses was the right one.",
                "Nothing was changed.");
}

}  // namespace roadcase::cli
