#include <algorithm>
#include <filesystem>

#include "accounts/reference.h"
#include "cli/commands.h"
#include "cli/flags.h"
#include "core/text.h"
#include "handout/imports.h"
#include "handout/quoting.h"
#include "platform/files.h"
#include "platform/git_ignored.h"

namespace roadcase::cli {
namespace {

constexpr std::size_t most_bytes = 64 * 1024;

struct ImportCommand {
    std::string file;
    std::string format = "auto";
    std::string client;
    std::string name;
    std::string subject;
};

std::string absolute(const std::string& file) {
    std::error_code failed;
    const auto path = std::filesystem::absolute(file, failed);
    return failed ? file : path.lexically_normal().string();
}

Result<Secret> read_input(std::istream& in) {
    std::string text;
    for (char c = 0; text.size() <= most_bytes && in.get(c);) text += c;
    return Secret(std::move(text));
}

Result<Secret> read_text(Session& session, const ImportCommand& command) {
    if (command.file == "-") return read_input(session.world.in);
    auto text = platform::read_file(command.file, most_bytes);
    if (!text) return fail(text.error());
    if (!*text)
        return fail(ErrorKind::not_found, "", "There is no " + sentence(command.file) + ".", "",
                    "Name the file that the other program keeps its login in.");
    if (platform::git_standing(absolute(command.file)) == platform::GitStanding::exposed)
        session.console.warn(
            sentence(command.file) +
            " is inside a Git repository and not ignored: it may have been published. (E602)");
    return Secret(std::move(**text));
}

std::string names_of(const std::vector<handout::Login>& logins) {
    std::vector<std::string> names;
    for (const auto& login : logins) names.push_back(shown(login.subject));
    return join(names, ", ");
}

/// Those that are meant: the one that --subject names, or all.
Result<std::vector<handout::Login>> chosen(const ImportCommand& command, std::vector<handout::Login> logins) {
    if (command.subject.empty()) {
        if (logins.size() > 1 && !command.name.empty())
            return fail(
                ErrorKind::invalid_request, "", "--name is for one login, and the file holds several.",
                "They are " + names_of(logins) + ".", "Say which: --subject " + shown(logins[0].subject));
        return logins;
    }
    const auto found = std::find_if(logins.begin(), logins.end(),
                                    [&](const auto& login) { return login.subject == command.subject; });
    if (found == logins.end())
        return fail(ErrorKind::not_found, "", "The file holds no login " + shown(command.subject) + ".",
                    "It holds " + names_of(logins) + ".", "");
    return std::vector<handout::Login>{std::move(*found)};
}

FlowWish wish_of(const ImportCommand& command, const handout::Login& login, bool alone) {
    FlowWish wish;
    wish.client = command.client;
    wish.name = command.name;
    if (!alone && accounts::is_name(login.subject)) wish.name = login.subject;
    wish.scopes = login.scopes;
    return wish;
}

void report(Session& session, const Account& account) {
    if (session.options.json) return;
    const auto who = account.display_name.empty() ? account.account : shown(account.display_name);
    session.console.report(Mark::ok, "Connected " + shown(account.provider_name) + " as " + who +
                                         ".  Next: roadcase token " + account.account);
}

/// The old file was good until now; its tool will find out, so its person should first.
void tell_of_the_old_file(Session& session, const ImportCommand& command, const std::string& format,
                          const std::vector<Account>& done) {
    const bool is_file = command.file != "-";
    session.console.talk(
        (is_file ? "Take " + sentence(command.file) + " for dead: its" : std::string("The")) +
        " refresh token was used here, and most providers let it be used once. From now on "
        "Roadcase alone renews it.");
    if (!is_file) return;
    if (format == "dotenv" || done.size() > 1)
        return session.console.talk("Take it out there; scripts ask: roadcase token " + done.front().account);
    session.console.talk("Keep its tool going: roadcase link " + done.front().account + " " +
                         sentence(handout::shell_quoted(command.file)) + " --format " + format +
                         " --overwrite");
}

void print_json(Session& session, const std::string& format, const std::vector<Account>& done) {
    OrderedJson accounts = OrderedJson::array();
    for (const auto& account : done) accounts.push_back(OrderedJson::parse(account.body, nullptr, false));
    session.console.print(dump(OrderedJson{{"version", 1}, {"format", format}, {"accounts", accounts}}) +
                          "\n");
}

Status import(Session& session, const ImportCommand& command) {
    const auto text = read_text(session, command);
    if (!text) return fail(text.error());
    auto imported = handout::read_import(text->reveal(), command.format);
    if (!imported) return fail(imported.error());
    const auto logins = chosen(command, std::move(imported->logins));
    if (!logins) return fail(logins.error());
    auto api = session.api();
    if (!api) return fail(api.error());
    std::vector<Account> done;
    Status outcome;
    for (const auto& login : *logins) {
        auto account = api->import_refresh_token(wish_of(command, login, logins->size() == 1),
                                                 login.refresh_token, login.client_id);
        if (!account) {
            outcome = fail(account.error());
            break;
        }
        report(session, *account);
        done.push_back(std::move(*account));
    }
    if (outcome && session.options.json) print_json(session, imported->format, done);
    if (!done.empty()) tell_of_the_old_file(session, command, imported->format, done);
    return outcome;
}

HelpTexts import_help() {
    return {{{"roadcase import .tio.tokens.json --client twitch", "from TwitchIO"},
             {"roadcase import ~/.cache --client spotify --format spotipy", ""},
             {"roadcase import - --client twitch < token.json", "from standard input"}},
            "0 ok, 2 not a file of that format, 4 the token is dead,\n"
            "            5 no such client, 6 provider down",
            "roadcase link, roadcase add --refresh-token"};
}

std::string format_names() {
    const auto names = handout::import_formats();
    return "auto, " + join({names.begin(), names.end()}, ", ");
}

}  // namespace

void add_import_command(const Tree& tree) {
    auto command = std::make_shared<ImportCommand>();
    auto* app = tree.add(
        tree.root, "import", "Take over a login from another program's file.",
        [command](Session& session) { return import(session, *command); }, import_help());
    app->add_option("FILE", command->file, "- is standard input")->required();
    app->add_option("-f,--format", command->format, format_names())->type_name("NAME");
    app->add_option("--client", command->client, "the app here that the login belongs to")
        ->type_name("NAME")
        ->required();
    app->add_option("--name", command->name, "what to call the account")->type_name("NAME");
    app->add_option("--subject", command->subject,
                    "which login of several: a user id, or what its names begin with")
        ->type_name("ID");
    app->group("Scripts");
}

}  // namespace roadcase::cli
