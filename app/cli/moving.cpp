#include <filesystem>

#include "cli/commands.h"
#include "core/text.h"
#include "platform/files.h"

namespace roadcase::cli {
namespace {

constexpr std::size_t longest_passphrase = 1024;

/// How a passphrase comes: typed unseen, or from where a script has it. Never an argument.
struct Passphrase {
    std::string file;
    bool from_stdin = false;
};

struct PackCommand {
    std::vector<std::string> accounts;
    std::string output = "accounts.roadcase";
    bool copy = false;
    Passphrase passphrase;
};

struct UnpackCommand {
    std::string file;
    bool replace = false;
    bool take_over = false;
    Passphrase passphrase;
};

Secret without_line_end(std::string_view text) {
    while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
    return Secret(text);
}

Result<Secret> ask(Session& session, const std::string& prompt) {
    if (session.may_ask() && session.world.ask_secret) return session.world.ask_secret(prompt);
    return fail(ErrorKind::invalid_request, "", "No passphrase was given.", "There is no terminal to ask on.",
                "--passphrase-file FILE, or --passphrase-stdin");
}

/// Nothing: it has to be typed.
Result<std::optional<Secret>> given(Session& session, const Passphrase& how) {
    if (how.from_stdin) return std::optional(Secret(session.read_line()));
    if (how.file.empty()) return std::optional<Secret>();
    return platform::read_private_file(how.file, longest_passphrase).map([](const Secret& text) {
        return std::optional(without_line_end(text.reveal()));
    });
}

Result<Secret> new_passphrase(Session& session, const Passphrase& how) {
    auto ready = given(session, how);
    if (!ready) return fail(ready.error());
    if (*ready) return std::move(**ready);
    auto first = ask(session, "A passphrase for the file: ");
    if (!first) return first;
    const auto second = ask(session, "The same again: ");
    if (!second) return second;
    if (*first == *second) return first;
    return fail(ErrorKind::invalid_request, "", "The two passphrases are not the same.",
                "Nothing was changed.", "roadcase pack");
}

Result<Secret> known_passphrase(Session& session, const Passphrase& how) {
    auto ready = given(session, how);
    if (!ready) return fail(ready.error());
    return *ready ? std::move(**ready) : ask(session, "The passphrase of the file: ");
}

Result<std::string> absolute(const std::string& file) {
    std::error_code failed;
    const auto path = std::filesystem::absolute(file, failed);
    if (!failed) return path.lexically_normal().string();
    return fail(ErrorKind::internal, "", "The working directory is gone.", "Nothing was changed.");
}

std::string count_of(const Moved& moved) {
    return std::to_string(moved.accounts.size()) + (moved.accounts.size() == 1 ? " account" : " accounts");
}

void report_pack(Session& session, const PackCommand& command, const std::string& path, const Moved& moved) {
    if (session.options.json) return session.console.print(moved.body + "\n");
    session.console.report(Mark::ok, "Packed " + count_of(moved) + " into " + printable(path, 200) + ": " +
                                         shown(join(moved.accounts, ", ")));
    session.console.talk(
        command.copy ? "They go on here. This copy is a backup: its tokens grow old with the next renewal "
                       "here, and used "
                       "beside this computer it would end the sign-ins."
                     : "They are paused here from now on, because a refresh token works in one place only.\n"
                       "There: roadcase unpack FILE    To go on here after all: roadcase resume ACCOUNT");
}

Status pack(Session& session, const PackCommand& command) {
    const auto path = absolute(command.output);
    if (!path) return fail(path.error());
    auto api = session.api();
    if (!api) return fail(api.error());
    const auto passphrase = new_passphrase(session, command.passphrase);
    if (!passphrase) return fail(passphrase.error());
    const OrderedJson fields{{"path", *path}, {"accounts", command.accounts}, {"copy", command.copy}};
    return api->pack(fields, *passphrase).map([&](const Moved& moved) {
        report_pack(session, command, *path, moved);
    });
}

Status unpack(Session& session, const UnpackCommand& command) {
    const auto path = absolute(command.file);
    if (!path) return fail(path.error());
    auto api = session.api();
    if (!api) return fail(api.error());
    const auto passphrase = known_passphrase(session, command.passphrase);
    if (!passphrase) return fail(passphrase.error());
    const OrderedJson fields{{"path", *path}, {"replace", command.replace}, {"take_over", command.take_over}};
    return api->unpack(fields, *passphrase).map([&](const Moved& moved) {
        if (session.options.json) return session.console.print(moved.body + "\n");
        session.console.report(Mark::ok, "Unpacked " + count_of(moved) + ": " +
                                             shown(join(moved.accounts, ", ")) + ".  Next: roadcase status");
    });
}

void add_passphrase_flags(CLI::App& app, Passphrase& how) {
    auto* file = app.add_option("--passphrase-file", how.file, "read it from this file (chmod 600)")
                     ->type_name("FILE");
    app.add_flag("--passphrase-stdin", how.from_stdin, "read it from standard input, one line")
        ->excludes(file);
}

}  // namespace

void add_moving_commands(const Tree& tree) {
    auto packed = std::make_shared<PackCommand>();
    auto* pack_app = tree.add(tree.root, "pack", "Pack accounts for another computer, and pause them here.",
                              [packed](Session& session) { return pack(session, *packed); },
                              {{{"roadcase pack -o nova.roadcase", "all accounts; asks for a passphrase"},
                                {"roadcase pack --copy", "a backup: they go on here"}},
                               "0 ok, 1 could not be written, 2 wrong use, 5 no such account",
                               "roadcase unpack, roadcase resume"});
    pack_app->add_option("ACCOUNT", packed->accounts);
    pack_app->add_option("-o,--output", packed->output, "the file  (accounts.roadcase)")->type_name("FILE");
    pack_app->add_flag("--copy", packed->copy, "do not pause them here");
    add_passphrase_flags(*pack_app, packed->passphrase);
    pack_app->group("Accounts");

    auto unpacked = std::make_shared<UnpackCommand>();
    auto* unpack_app = tree.add(tree.root, "unpack", "Take in accounts that were packed.",
                                [unpacked](Session& session) { return unpack(session, *unpacked); },
                                {{{"roadcase unpack nova.roadcase", ""}},
                                 "0 ok, 2 wrong passphrase or damaged (E603), or a copy (E604)",
                                 "roadcase pack, roadcase status"});
    unpack_app->add_option("FILE", unpacked->file)->required();
    unpack_app->add_flag("--replace", unpacked->replace, "accounts that are here already give way");
    unpack_app->add_flag("--take-over", unpacked->take_over,
                         "use a copy: where it was packed they are not renewed any more");
    add_passphrase_flags(*unpack_app, unpacked->passphrase);
    unpack_app->group("Accounts");
}

}  // namespace roadcase::cli
