#include <array>

#include "cli/commands.h"
#include "cli/serve.h"
#include "cli/sign_in.h"
#include "server/help_texts.h"

namespace roadcase::cli {
namespace {

struct OpenCommand {
    std::string page = "accounts";
    bool print = false;
};

struct Page {
    std::string_view name;
    std::string_view path;
};

constexpr std::array<Page, 2> pages{{{"accounts", "/"}, {"help", "/help"}}};

/// Only a server that goes on running has pages worth opening: one inside this process would end with it.
Result<std::string> page_url(Session& session, std::string_view name) {
    return session.api()
        .and_then([](Api api) { return api.status(); })
        .and_then([&](const ServerStatus& status) -> Result<std::string> {
            if (!status.server)
                return fail(ErrorKind::unreachable, "", "Roadcase's server is not running.",
                            "Its pages exist only while it runs.", "roadcase serve");
            for (const auto& page : pages)
                if (page.name == name) return status.url + std::string(page.path);
            return status.url + "/";
        });
}

Status open(Session& session, const OpenCommand& command) {
    return page_url(session, command.page).map([&](const std::string& url) {
        if (session.options.json)
            session.console.print(dump(OrderedJson{{"version", 1}, {"url", url}}) + "\n");
        else if (command.print || browser_forbidden(session, false) || !session.world.open_browser(url))
            session.console.print(url + "\n");
    });
}

Status version(Session& session) {
    if (session.options.json)
        session.console.print(
            dump(OrderedJson{{"version", 1}, {"name", "roadcase"}, {"release", ROADCASE_VERSION}}) + "\n");
    else
        session.console.print("roadcase " ROADCASE_VERSION "\n");
    return {};
}

/// "E406", however it is typed.
const server::HelpText* message_of(const std::vector<std::string>& words) {
    if (words.size() != 1) return nullptr;
    auto code = words.front();
    if (code.starts_with('e')) code.front() = 'E';
    return server::help_text(code);
}

std::string explained(const server::HelpText& text) {
    return std::string(text.code) + ": " + std::string(text.title) + "\n\n" + std::string(text.why) +
           "\n\nNext: " + std::string(text.what_to_do) + "\n";
}

Status help(Session& session, const CLI::App& root, const std::vector<std::string>& words) {
    if (const auto* text = message_of(words)) {
        session.console.print(explained(*text));
        return {};
    }
    const auto* app = &root;
    for (const auto& word : words) {
        const auto found = app->get_subcommands([&](const CLI::App* each) { return each->check_name(word); });
        if (found.empty())
            return fail(ErrorKind::invalid_request, "", "There is no help for that.", "", "roadcase --help");
        app = found.front();
    }
    session.console.print(app->get_formatter()->make_help(app, "", CLI::AppFormatMode::Normal));
    return {};
}

}  // namespace

void add_general_commands(const Tree& tree) {
    auto command = std::make_shared<OpenCommand>();
    auto* app = tree.add(
        tree.root, "open", "Open the dashboard in the browser.",
        [command](Session& session) { return open(session, *command); },
        {{{"roadcase open", ""}, {"roadcase open --print", "only the address"}}, "0 ok, 3 no server", ""});
    app->add_option("PAGE", command->page)->check(CLI::IsMember({"accounts", "help"}));
    app->add_flag("--print", command->print, "print the address instead of opening it");
    app->group("Everyday");

    tree.add(tree.root, "serve", "Run the server: the web pages, the API, and what renews tokens.",
             [](Session& session) { return serve(session.options); },
             {{{"roadcase serve", "in the foreground, until Ctrl-C"},
               {"kill -HUP PID", "reads config.toml anew"},
               {"kill -USR1 PID", "writes its state to the log"}},
              "0 ended, 1 failed, 3 already running, 10 configuration",
              "roadcase open"})
        ->group("Server");

    tree.add(tree.root, "version", "Show the version.", version)->group("Server");

    auto words = std::make_shared<std::vector<std::string>>();
    const auto& root = tree.root;
    tree.add(tree.root, "help", "Show the help of a command, or of a message: help E401.",
             [words, &root](Session& session) { return help(session, root, *words); })
        ->group("Server")
        ->add_option("COMMAND", *words);
}

}  // namespace roadcase::cli
