#pragma once

#include <string>
#include <vector>

#include "dashboard/look.h"

namespace roadcase::dashboard {

/// One provider that can be connected.
struct ProviderRow {
    std::string title;
    std::string text;  ///< what it takes, in a sentence
    std::string href;
};

struct ProviderGroup {
    std::string title;
    std::vector<ProviderRow> rows;
};

/// Which provider?
struct PickerPage {
    std::vector<ProviderGroup> groups;
    Tone latch = Tone::muted;
};

std::string render(const PickerPage& page);

/// Whose account is the second one of a provider?
struct AnotherPage {
    std::string provider;  ///< display name
    std::string address;   ///< of this page
    std::vector<ProviderRow> choices;
    std::string name;     ///< as typed
    std::string problem;  ///< what is wrong with it
    std::string door;     ///< with that name; empty: none was typed
    std::string setup;    ///< where the app itself is changed
    Tone latch = Tone::muted;
};

std::string render(const AnotherPage& page);

}  // namespace roadcase::dashboard
