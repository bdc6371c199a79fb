#include <filesystem>

#include "cli/commands.h"
#include "cli/flags.h"
#include "core/text.h"
#include "handout/formats.h"
#include "handout/link_wish.h"

namespace roadcase::cli {
namespace {

struct LinkCommand {
    handout::LinkWish wish;
    std::string file;
    std::string mode = "0600";
};

struct UnlinkCommand {
    std::string file;
    bool keep = false;
};

/// The server has a working directory of its own.
std::string absolute(const std::string& file) {
    std::error_code failed;
    const auto path = std::filesystem::absolute(file, failed);
    return failed ? file : path.lexically_normal().string();
}

/// What a tool must be told besides, where a file alone does not do.
std::string advice_for(const std::string& format) {
    if (format == "google-auth")
        return "google-auth refreshes at Google only: a program must read the file again within the hour.";
    if (format == "twitchio" || format == "pytwitchapi")
        return "These tools write the file, too, when they end or renew: let them load it and not save it.";
    return "";
}

Status link(Session& session, LinkCommand command) {
    const auto mode = handout::mode_of(command.mode);
    if (!mode) return fail(mode.error());
    command.wish.mode = *mode;
    if (!command.file.empty()) command.wish.path = absolute(command.file);
    return session.api().and_then([&](Api api) { return api.link(command.wish); }).map([&](const Link& made) {
        if ((*mode & 0077) != 0) session.console.warn("Everybody in the file's group can read the token.");
        if (session.options.json) return session.console.print(made.body + "\n");
        session.console.report(Mark::ok, "Kept fresh for " + made.account + ": " + sentence(made.path) +
                                             " (" + made.format + ").  Next: roadcase links");
        if (const auto advice = advice_for(made.format); !advice.empty()) session.console.talk(advice);
    });
}

Mark mark_of(const Link& link) {
    if (link.status == "fresh") return Mark::connected;
    return link.status == "waiting" || link.status == "paused" ? Mark::none : Mark::attention;
}

std::string words_of(const Link& link, Time now) {
    if (link.status == "fresh" && link.written_at)
        return "written " + in_words(now - *link.written_at) + " ago";
    if (link.status == "needs_authorization") return "sign in again";
    if (link.status == "changed") return "changed by another program";
    return link.status == "failed" ? "not fresh" : link.status;
}

Status list(Session& session) {
    return session.api().and_then([](Api api) { return api.links(); }).map([&](const LinkList& all) {
        if (session.options.json) return session.console.print(all.body + "\n");
        if (all.links.empty())
            return session.console.talk("No file is kept fresh.  Next: roadcase link twitch FILE");
        std::vector<std::vector<std::string>> rows;
        for (const auto& each : all.links)
            rows.push_back({symbol(mark_of(each), session.console.look()), sentence(each.path), each.account,
                            each.format, words_of(each, session.world.clock.now())});
        session.console.print(table(rows, 0));
        for (const auto& each : all.links) {
            if (each.problem.empty()) continue;
            session.console.talk(sentence(each.problem));
            if (!each.problem_next.empty()) session.console.talk("Next: " + sentence(each.problem_next));
        }
    });
}

Status unlink(Session& session, const UnlinkCommand& command) {
    return session.api()
        .and_then([&](Api api) { return api.unlink(absolute(command.file), command.keep); })
        .map([&](const Unlinked& gone) {
            if (session.options.json) return session.console.print(gone.body + "\n");
            const auto what = gone.deleted   ? " is gone."
                              : command.keep ? " stays as it is and is not kept fresh any more."
                                             : " was changed by another program and stays as it is.";
            session.console.report(Mark::ok, sentence(gone.path) + what);
        });
}

HelpTexts link_help() {
    return {{{"roadcase link twitch/bot", "in the runtime directory"},
             {"roadcase link spotify .cache --format spotipy", "as spotipy reads it"},
             {"roadcase link twitch t.json -f twurple --overwrite", "over what is there"}},
            "0 ok, 2 wrong use or not a good place, 4 sign in again,\n"
            "            5 no such account",
            "roadcase links, roadcase unlink, roadcase import"};
}

std::string file_format_names() {
    const auto names = handout::file_formats();
    return join({names.begin(), names.end()}, ", ");
}

}  // namespace

void add_link_commands(const Tree& tree) {
    auto command = std::make_shared<LinkCommand>();
    auto* app = tree.add(
        tree.root, "link", "Keep a file fresh: it always holds a token that works.",
        [command](Session& session) { return link(session, *command); }, link_help());
    add_account_argument(*app, command->wish.account);
    app->add_option("FILE", command->file, "else one in the runtime directory");
    app->add_option("-f,--format", command->wish.format, file_format_names())
        ->type_name("NAME")
        ->check([](const std::string& name) -> std::string {
            const auto known = handout::check_file_format(name);
            return known ? "" : known.error().detail;
        });
    app->add_option("--mode", command->mode, "0600, 0400, or 0640 for a group besides  (0600)")
        ->type_name("MODE");
    app->add_flag("--force", command->wish.force, "although Git would take it");
    app->add_flag("--overwrite", command->wish.overwrite, "although something else is there");
    app->group("Scripts");

    tree.add(tree.root, "links", "Show the files that are kept fresh.", list,
             {{}, "0 ok", "roadcase link, roadcase unlink"})
        ->group("Scripts");

    auto second = std::make_shared<UnlinkCommand>();
    auto* unlinking =
        tree.add(tree.root, "unlink", "Stop keeping a file fresh, and delete it.",
                 [second](Session& session) { return unlink(session, *second); },
                 {{{"roadcase unlink .cache", ""}, {"roadcase unlink .cache --keep", "leaves the file"}},
                  "0 ok, 2 config.toml wants it, 5 no such link",
                  "roadcase links"});
    unlinking->add_option("FILE", second->file)->required();
    unlinking->add_flag("--keep", second->keep, "leave the file as it is");
    unlinking->group("Scripts");
}

}  // namespace roadcase::cli
