#include "cli/candidates.h"
#include "cli/commands.h"
#include "cli/loaded_config.h"
#include "core/text.h"
#include "handout/formats.h"
#include "handout/snippets.h"

namespace roadcase::cli {
namespace {

// What can be completed is asked of the program itself, so a script is never out of date. `complete` prints a
// candidate and what it is, with a tab between, on each line; a line ":files" asks for names of files.
struct Script {
    std::string_view file;
    std::string_view text;
};

constexpr Script scripts[] = {
#include "completions.inc"
};

std::vector<std::string> names_of_accounts(Session& session) {
    std::vector<std::string> names;
    if (const auto all = session.api().and_then([](Api api) { return api.accounts(); }))
        for (const auto& account : all->accounts) names.push_back(account.account);
    return names;
}

std::vector<std::string> names_of_clients(Session& session) {
    std::vector<std::string> names{"practice"};
    if (const auto loaded = load_config(session))
        for (const auto& client : loaded->config.clients) names.push_back(client.name);
    return names;
}

std::vector<std::string> names_of(Session& session, std::string_view what) {
    if (what == "ACCOUNT") return names_of_accounts(session);
    if (what == "CLIENT") return names_of_clients(session);
    if (what == "LANGUAGE") return handout::snippet_names();
    if (what != "FORMAT") return {};
    const auto formats = handout::token_formats();
    return {formats.begin(), formats.end()};
}

/// Whatever goes wrong, a key was pressed in the middle of a line: nothing is said.
Status complete(Session& session, const CLI::App& root) {
    auto words = session.options.rest;
    if (words.empty()) words.emplace_back();
    const auto found =
        candidates(root, words, [&](std::string_view what) { return names_of(session, what); });
    std::string text;
    for (const auto& [word, what] : found.words)
        text += printable(word) + (what.empty() ? "" : "\t" + printable(what)) + "\n";
    session.console.print(text + (found.files ? ":files\n" : ""));
    return {};
}

Status print_script(Session& session, const std::string& shell) {
    const auto file = "roadcase." + (shell == "powershell" ? "ps1" : shell);
    for (const auto& script : scripts)
        if (script.file == file) session.console.print(script.text);
    return {};
}

}  // namespace

void add_completion_commands(const Tree& tree) {
    auto shell = std::make_shared<std::string>();
    auto* app = tree.add(tree.root, "completion", "Print what makes a shell complete roadcase's words.",
                         [shell](Session& session) { return print_script(session, *shell); },
                         {{{"eval \"$(roadcase completion bash)\"", "in ~/.bashrc"},
                           {"eval \"$(roadcase completion zsh)\"", "in ~/.zshrc, after compinit"},
                           {"roadcase completion fish | source", ""}},
                          "0 ok, 2 no such shell",
                          ""});
    app->add_option("SHELL", *shell)->required()->check(CLI::IsMember({"bash", "zsh", "fish", "powershell"}));
    app->group("Server");

    const auto& root = tree.root;
    tree.add(tree.root, "complete", "What its scripts call.",
             [&root](Session& session) { return complete(session, root); })
        ->group("");
}

}  // namespace roadcase::cli
