#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "cli/session.h"

namespace roadcase::cli {

/// What stands around the flags in a command's help.
struct HelpTexts {
    std::vector<std::pair<std::string, std::string>> examples;  ///< command and comment
    std::string exit_codes;
    std::string see_also;
    std::string usage = {};  ///< what stands after the command's name, where its words do not say it
};

/// The tree under construction: commands are added by their families and leave what they do in `action`.
struct Tree {
    CLI::App& root;
    Action& action;

    /// A command `name` below `parent` that runs `what` when it is the one called. `help` may be empty.
    CLI::App* add(CLI::App& parent, const std::string& name, const std::string& sentence, Action what,
                  HelpTexts help = {}) const;
    /// A command that only holds others.
    CLI::App* group(CLI::App& parent, const std::string& name, const std::string& sentence) const;
};

// One for each file of commands; the order is that of --help within a group.
void add_sign_in_commands(const Tree& tree);
void add_account_commands(const Tree& tree);
void add_change_commands(const Tree& tree);
void add_ending_commands(const Tree& tree);
void add_token_commands(const Tree& tree);
void add_curl_command(const Tree& tree);
void add_run_command(const Tree& tree);
void add_env_command(const Tree& tree);
void add_inject_command(const Tree& tree);
void add_scopes_command(const Tree& tree);
void add_snippet_command(const Tree& tree);
void add_key_commands(const Tree& tree);
void add_handle_commands(const Tree& tree);
void add_link_commands(const Tree& tree);
void add_broker_commands(const Tree& tree);
void add_agora_commands(const Tree& tree);
void add_import_command(const Tree& tree);
void add_moving_commands(const Tree& tree);
void add_export_command(const Tree& tree);
void add_vault_commands(const Tree& tree);
void add_config_commands(const Tree& tree);
void add_client_commands(const Tree& tree);
void add_provider_commands(const Tree& tree);
void add_agora_commands(const Tree& tree);
void add_completion_commands(const Tree& tree);
void add_demo_command(const Tree& tree);
void add_watch_command(const Tree& tree);
void add_general_commands(const Tree& tree);

/// What `roadcase` without a command does.
Status overview(Session& session);

}  // namespace roadcase::cli
