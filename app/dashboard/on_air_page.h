#pragma once

#include <string>
#include <utility>
#include <vector>

#include "dashboard/message_page.h"

namespace roadcase::dashboard {

/// Before a provider's page while a streaming program runs.
struct OnAirPage {
    std::string provider;  ///< display name
    std::string sight;     ///< what may be seen there, in a sentence
    std::string door;      ///< where "continue" leads
    std::string csrf;
    std::vector<std::pair<std::string, std::string>> wish;  ///< what the form brings along
};

std::string render(const OnAirPage& page);

/// The warning is off from now on.
MessagePage never_again_page(const std::string& provider, const std::string& door);

}  // namespace roadcase::dashboard
