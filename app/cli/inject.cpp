#include <filesystem>
#include <iterator>

#include "cli/commands.h"
#include "cli/references.h"
#include "cli/reveal.h"
#include "core/text.h"
#include "platform/files.h"
#include "platform/git_ignored.h"

namespace roadcase::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_template = 1024 * 1024;

struct InjectCommand {
    std::string input;
    std::string output = "-";
    Reveal reveal;
};

Error too_large() {
    return make_error(ErrorKind::invalid_request, "", "The template is too large.",
                      "It may have one mebibyte. Nothing was written.");
}

Result<std::string> read_all(std::istream& in) {
    std::string text;
    char part[4096];
    while (text.size() <= largest_template && (in.read(part, sizeof part), in.gcount() > 0))
        text.append(part, static_cast<std::size_t>(in.gcount()));
    if (text.size() > largest_template) return fail(too_large());
    return text;
}

Result<std::string> read_template(Session& session, const InjectCommand& command) {
    if (command.input == "-") return read_all(session.world.in);
    auto text = platform::read_file(command.input, largest_template);
    if (!text) return fail(text.error());
    if (*text) return std::move(**text);
    return fail(ErrorKind::invalid_request, "", "There is no file " + printable(command.input, 200) + ".",
                "Nothing was written.", "roadcase inject -i TEMPLATE");
}

/// Where the secrets will be: known, and fit for them, before anybody is asked for one.
Result<std::string> checked_output(const InjectCommand& command) {
    std::error_code failed;
    const auto path = fs::absolute(command.output, failed).lexically_normal();
    const auto wrong = [&](std::string title, std::string next) {
        return fail(ErrorKind::invalid_request, "", std::move(title), "Nothing was written.",
                    std::move(next));
    };
    if (failed || !fs::is_directory(path.parent_path(), failed))
        return wrong("There is no directory for " + printable(command.output, 200) + ".", "");
    if (fs::is_directory(path, failed))
        return wrong(printable(command.output, 200) + " is a directory.", "-o names a file");
    if (command.input != "-" && fs::equivalent(path, command.input, failed))
        return wrong("The result would take the place of the template.", "-o another file");
    if (auto safe = platform::refuse_what_git_takes(path.string()); !safe) return fail(safe.error());
    return path.string();
}

std::string line_name(std::size_t line) {
    return "Line " + std::to_string(line);
}

Status write(Session& session, const std::string& path, const Secret& text, std::size_t references) {
    if (auto written = platform::replace_private_file(path, text.reveal()); !written) return written;
    if (session.options.json)
        session.console.print(dump(OrderedJson{{"version", 1}, {"file", path}, {"references", references}}) +
                              "\n");
    else
        session.console.report(Mark::ok,
                               "Wrote " + printable(path, 200) +
                                   ", readable by you only. References: " + std::to_string(references));
    return {};
}

Status inject(Session& session, const InjectCommand& command) {
    const auto text = read_template(session, command);
    if (!text) return fail(text.error());
    std::optional<std::string> file;
    if (command.output != "-") {
        auto path = checked_output(command);
        if (!path) return fail(path.error());
        file = std::move(*path);
    }
    auto api = session.api();
    if (!api) return fail(api.error());
    Materials materials(session, *api);
    const auto filled = with_references(
        *text, [&](const FieldOf& field) { return materials.field(field); }, line_name);
    if (!filled) return fail(filled.error());
    if (file) return write(session, *file, *filled, references_in(*text).size());
    // A template without a reference holds no secret of ours.
    if (materials.all().empty()) {
        session.console.print(filled->reveal());
        return {};
    }
    return let_go(session, *filled, *filled, std::nullopt, command.reveal);
}

HelpTexts inject_help() {
    return {{{"roadcase inject -i config.tmpl -o config.yml", ""},
             {"roadcase inject -i - < obs.tmpl | ./start", "nothing on the disk"}},
            "0 ok, 2 a broken reference or a place not fit for secrets,\n"
            "            4 sign in again, 5 no such account, 6 provider down",
            "roadcase run, roadcase help formats"};
}

}  // namespace

void add_inject_command(const Tree& tree) {
    auto command = std::make_shared<InjectCommand>();
    auto* app = tree.add(
        tree.root, "inject", "Fill roadcase://ACCOUNT/FIELD in a file.",
        [command](Session& session) { return inject(session, *command); }, inject_help());
    app->add_option("-i,--input", command->input, "the template; - is standard input")
        ->type_name("FILE")
        ->required();
    app->add_option("-o,--output", command->output, "write here, chmod 600; - is standard output  (-)")
        ->type_name("FILE");
    add_reveal_flags(*app, command->reveal);
    app->group("Everyday");
}

}  // namespace roadcase::cli
