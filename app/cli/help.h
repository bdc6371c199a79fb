#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "cli/commands.h"

namespace roadcase::cli {

/// Writes help as people read it: one sentence, usage, examples, flags, exit codes, see also; at most 80
/// columns.
class HelpFormatter final : public CLI::FormatterBase {
  public:
    explicit HelpFormatter(HelpTexts texts) : texts_(std::move(texts)) {}
    std::string make_help(const CLI::App* app, std::string name, CLI::AppFormatMode mode) const override;

  private:
    HelpTexts texts_;
};

}  // namespace roadcase::cli
