#pragma once

#include <string>

#include "dashboard/look.h"

namespace roadcase::dashboard {

/// A sign-in with a code that is entered on another device.
struct DevicePage {
    std::string provider;  ///< display name
    std::string address;   ///< of this page; forms post below it
    std::string role;      ///< what to ask for; before it began
    bool begun = false;
    std::string where;  ///< the provider's page where the code is entered, without the code
    std::string code;   ///< empty: covered
    std::string until;  ///< seconds since 1970, for the countdown
    std::string csrf;
    Tone latch = Tone::muted;
    bool fragment = false;
};

std::string render(const DevicePage& page);

}  // namespace roadcase::dashboard
