#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/error.h"
#include "dashboard/look.h"

namespace roadcase::dashboard {

/// One line of the form in the provider's console.
struct ConsoleValue {
    std::string label;
    std::string value;
    bool copy = false;
};

/// One thing a person types into our form.
struct AskedField {
    std::string name;  ///< of the form's field
    std::string label;
    std::string value;  ///< what was typed before; never that of a secret
    std::string hint;
    std::string problem;  ///< what is wrong with what was typed
    std::string form;     ///< "30 [a-z0-9]": checked while typing; empty: anything
    bool secret = false;
    bool required = true;
};

/// One thing it may be allowed.
struct RoleChoice {
    std::string role;  ///< empty: as the client was set up
    std::string title;
    std::string detail;
    std::string door;  ///< where step 4 leads with this choice; empty: not yet
    std::vector<std::string> scopes;
    bool chosen = false;
};

/// An app that Roadcase has.
struct SavedApp {
    std::string words;  ///< "Saved at 14:02: client ID, secret of 30 characters."
    StateMark verdict;  ///< what the provider says of it; no word: nothing
    std::string detail;
    bool may_change = false;
};

/// The way from nothing to a connected account: a checklist of four steps beside the provider's own window.
struct WizardPage {
    std::string provider;     ///< display name
    std::string address;      ///< of this page
    std::string account;      ///< reference of the one that shall be asked for other things; may be empty
    int step = 1;             ///< 1 to 4: what is to be done now
    std::string console_url;  ///< where a link to it leads; empty: there is none
    std::string notice;
    std::vector<std::string> before_you_start, obligations;
    std::vector<ConsoleValue> values;
    std::vector<AskedField> asked;
    std::optional<Error> problem;
    std::optional<SavedApp> saved;
    std::vector<RoleChoice> choices;
    std::string scopes;  ///< as somebody pasted them
    std::string scopes_problem;
    bool may_paste_scopes = false;
    std::string door;         ///< to the provider; empty: not yet
    std::string device_door;  ///< sign in with a code instead; empty: not there
    std::string csrf;
    Tone latch = Tone::muted;
    bool fragment = false;
};

std::string render(const WizardPage& page);

}  // namespace roadcase::dashboard
