#pragma once

#include <array>
#include <span>
#include <string_view>

namespace roadcase::server {

/// A message of the program explained at leisure: what happened, why it does, what to do. `code` in backticks
/// is shown as such.
struct HelpText {
    std::string_view code;
    std::string_view title;
    std::string_view why;
    std::string_view what_to_do;
};

/// Every message this program can give, by number.
std::span<const HelpText> help_texts();
const HelpText* help_text(std::string_view code);

}  // namespace roadcase::server
