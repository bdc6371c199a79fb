#pragma once

#include <string>
#include <utility>
#include <vector>

#include "dashboard/look.h"
#include "server/help_texts.h"

namespace roadcase::dashboard {

struct HelpGroup {
    std::string name;
    std::vector<std::pair<std::string, std::string>> topics;  ///< code, title
};

/// All messages of the program, each a link to its own page, in the order in which a person meets them.
struct HelpIndexPage {
    std::vector<HelpGroup> groups;
};

/// One message explained.
struct HelpPage {
    std::string code;
    std::string title;
    std::string why;
    std::string what_to_do;
    std::vector<std::string> commands;                         ///< of what to do, to copy
    std::vector<std::pair<std::string, std::string>> related;  ///< code, title
    std::vector<Button> buttons;
};

HelpIndexPage help_index();
HelpPage help_page(const server::HelpText& text);

std::string render(const HelpIndexPage& page);
std::string render(const HelpPage& page);

}  // namespace roadcase::dashboard
