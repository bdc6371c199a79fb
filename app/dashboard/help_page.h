#pragma once

#include <string>
#include <utility>
#include <vector>

namespace roadcase::dashboard {

/// All messages of the program, each a link to its own page.
struct HelpIndexPage {
    std::vector<std::pair<std::string, std::string>> topics;  ///< code, title
};

std::string render(const HelpIndexPage& page);

}  // namespace roadcase::dashboard
