#include "cli/reveal.h"

namespace roadcase::cli {
namespace {

bool stream_safety_is_off(const Session& session) {
    const char* value = session.world.env("ROADCASE_STREAM_SAFE");
    return value != nullptr && std::string_view(value) == "0";
}

Secret without_line_end(const Secret& text) {
    const std::string_view all = text.reveal();
    return Secret(all.ends_with('\n') ? all.substr(0, all.size() - 1) : all);
}

}  // namespace

void add_reveal_flags(CLI::App& app, Reveal& reveal) {
    app.add_flag("--copy", reveal.copy, "put it on the clipboard instead of printing");
    app.add_flag("--reveal", reveal.insist, "print even though this is a terminal");
}

bool may_leave(const Session& session, const Reveal& reveal) {
    return reveal.copy || reveal.insist || !session.world.out_is_terminal || stream_safety_is_off(session);
}

Status let_go(Session& session, const Secret& text, const Secret& secret, std::optional<seconds> left,
              const Reveal& reveal) {
    const auto mask = masked(secret, left, session.console.err_look());
    if (reveal.copy) {
        if (!session.world.copy(without_line_end(text)))
            return fail(ErrorKind::internal, "", "It could not be put on the clipboard.",
                        "No clipboard program works here (wl-copy, xclip, xsel).", "use a pipe or --reveal");
        session.console.talk("Copied: " + mask);
    } else if (may_leave(session, reveal)) {
        session.console.print(text.reveal());
        if (!session.world.out) return fail(lost_output());
    } else {
        session.console.talk(mask);
        session.console.talk("Not shown, because this is a terminal: use --copy, --reveal, or a pipe.");
    }
    return {};
}

}  // namespace roadcase::cli
