#pragma once

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

#include "cli/session.h"

namespace roadcase::cli {

/// How a secret may leave a command.
struct Reveal {
    bool copy = false;
    bool insist = false;
};

void add_reveal_flags(CLI::App& app, Reveal& reveal);

/// Would the secret reach somebody: standard output is no terminal, or the person said how?
bool may_leave(const Session& session, const Reveal& reveal);

/// Lets `text` (which holds `secret`) go: to the clipboard, to standard output, or, on a terminal, nowhere
/// but as a mask on standard error, which is no failure. `left` is the secret's remaining life.
Status let_go(Session& session, const Secret& text, const Secret& secret, std::optional<seconds> left,
              const Reveal& reveal);

}  // namespace roadcase::cli
