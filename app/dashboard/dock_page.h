#pragma once

#include <string>
#include <vector>

#include "dashboard/accounts_page.h"

namespace roadcase::dashboard {

/// The panel inside a streaming program: one line when all is well, else a row for each account.
struct DockPage {
    std::vector<AccountRow> accounts;
    StateMark summary;
    std::string told;  ///< what came of the last click; may be empty
    std::string csrf;
    bool fragment = false;
};

std::string render(const DockPage& page);

}  // namespace roadcase::dashboard
