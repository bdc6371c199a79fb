#include "cli/commands.h"
#include "cli/flags.h"
#include "cli/reveal.h"
#include "core/text.h"
#include "handout/formats.h"

namespace roadcase::cli {
namespace {

struct ExportCommand {
    std::string account;
    std::string format = "json";
    bool release = false;
    bool yes = false;
    Reveal reveal;
};

Status check(const Session& session, const ExportCommand& command) {
    const auto again = "roadcase export " + command.account + " --release";
    if (!command.release)
        return fail(
            ErrorKind::invalid_request, "", "A refresh token leaves only together with its account.",
            "It works in one place: Roadcase would forget the account and renew it no more. For a token "
            "that works now there is roadcase token.",
            again);
    if (!may_leave(session, command.reveal))
        return fail(ErrorKind::invalid_request, "E507", "Nothing was handed over.",
                    "It is told only once, and this is a terminal that may be on camera.",
                    "send it into a file or pipe: " + again + " > login.json");
    return {};
}

/// Typing the name is proof of having read it.
Status confirm(Session& session, const ExportCommand& command) {
    if (command.yes) return {};
    if (!session.may_ask())
        return fail(ErrorKind::invalid_request, "", "Nobody is here to agree to that. Nothing was changed.",
                    "", "roadcase export " + command.account + " --release --yes");
    session.console.ask("This hands over the refresh token of " + command.account +
                        " and forgets the account here. Scripts that ask for it get nothing more. Type " +
                        command.account + " to go on: ");
    if (session.read_line() == command.account) return {};
    return fail(ErrorKind::internal, "", "Nothing was changed.", "The name was not typed.");
}

Status hand_over(Session& session, const ExportCommand& command, const Released& released) {
    auto material = material_of(released.token, session.world.clock.now());
    material.handle = released.refresh_token;  // the field of the formats that is meant for one
    return handout::format_token(material, command.format).and_then([&](const Secret& text) {
        return let_go(session, text, released.refresh_token, {}, command.reveal);
    });
}

// First out, then forgotten: a crash between leaves a paused account, never none.
Status release(Session& session, const ExportCommand& command) {
    if (auto good = check(session, command); !good) return good;
    if (auto agreed = confirm(session, command); !agreed) return agreed;
    return session.api().and_then([&](Api api) -> Status {
        const auto released = api.release(command.account);
        if (!released) return fail(released.error());
        if (auto out = hand_over(session, command, *released); !out) {
            AccountWish go_on;
            go_on.paused = false;
            (void)api.change_account(command.account, go_on);
            return out;
        }
        return api.remove(command.account, false).map([&](const Removed&) {
            session.console.talk("Handed over " + released->token.account +
                                 ". Roadcase does not know it any more; whoever has it now "
                                 "renews it.");
        });
    });
}

std::string refuse_other_formats(const std::string& name) {
    std::vector<std::string> names;
    for (const auto each : handout::file_formats())
        if (handout::takes_handle(each)) names.emplace_back(each);
    if (std::find(names.begin(), names.end(), name) != names.end()) return "";
    return "the formats are " + join(names, ", ");
}

}  // namespace

void add_export_command(const Tree& tree) {
    auto command = std::make_shared<ExportCommand>();
    auto* app = tree.add(tree.root, "export", "Hand an account's own tokens over and stop managing it.",
                         [command](Session& session) { return release(session, *command); },
                         {{{"roadcase export twitch --release > login.json", "asks before it does"},
                           {"roadcase export twitch --release --format raw --yes > tokens.json", ""}},
                          "0 handed over and forgotten, 2 not agreed to or a terminal, 5 no such account",
                          "roadcase pack, roadcase import"});
    add_account_argument(*app, command->account);
    app->add_flag("--release", command->release, "yes, give it away");
    app->add_option("-f,--format", command->format, "json, raw, twitchio, pytwitchapi, spotipy  (json)")
        ->type_name("NAME")
        ->check(refuse_other_formats);
    app->add_flag("--yes", command->yes, "do not ask");
    add_reveal_flags(*app, command->reveal);
    app->group("Accounts");
}

}  // namespace roadcase::cli
