#pragma once

#include <string>
#include <utility>
#include <vector>

#include "dashboard/accounts_page.h"

namespace roadcase::dashboard {

/// One account: why it is as it is, what it may do, who uses it, and everything that can be done with it.
struct AccountPage {
    AccountRow row;
    std::vector<std::string> may_do;  ///< in words of people: "Read and write chat"; may be empty
    std::vector<std::pair<std::string, std::string>> users;  ///< key or file, and when it was last there
    bool may_copy = false;                                   ///< there is a token to copy
    /// Of the last week, oldest first: did that renewal work? And both counted.
    std::vector<bool> history;
    int renewals = 0, failures = 0;
    std::vector<std::string> why;  ///< paragraphs of the message's help page; empty: nothing is wrong
    std::string change_href;       ///< where other things can be allowed; may be empty
    bool paused = false;
    bool may_revoke = false;  ///< its provider can be told, or at least where to do it by hand
    std::string csrf;
    Tone latch = Tone::muted;
    bool fragment = false;
};

std::string render(const AccountPage& page);

}  // namespace roadcase::dashboard
