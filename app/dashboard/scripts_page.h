#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dashboard/choice.h"
#include "dashboard/look.h"

namespace roadcase::dashboard {

/// A key, as a person knows it: the script that has it.
struct ScriptRow {
    std::string id;
    std::string name;
    std::string may;   ///< what it may have; `backticks` become code
    std::string used;  ///< "Last used 3 min ago, 12 uses."
    std::string note;  ///< what deserves a look; may be empty
    StateMark state;
    bool paused = false;
    bool waits = false;      ///< for a yes, which is given on the page of accounts
    bool renewable = false;  ///< may be made anew with the same rights
};

/// A file that is kept fresh.
struct FileRow {
    std::string id;
    std::string path;     ///< home shortened
    std::string account;  ///< reference
    std::string format;
    StateMark state;
    std::string text;  ///< what is wrong, and the one next step; may be empty
    std::string code;  ///< "E601"; may be empty
    std::optional<Button> button;
    bool may_overwrite = false;  ///< the next step is to write over what another program wrote
    bool configured = false;     ///< config.toml wants it, so nothing can be changed here
};

/// "Keep a file fresh", as it was sent when that did not work.
struct FileForm {
    std::string path;
    std::vector<Choice> accounts;
    std::vector<Choice> formats;
    std::string problem;         ///< empty: nothing was sent yet
    std::string code;            ///< of the problem
    bool may_overwrite = false;  ///< something is there that the person may have written over
};

/// A whole program in one language.
struct CodeExample {
    std::vector<Choice> languages;  ///< their values are addresses
    std::vector<Choice> accounts;
    std::string language;
    std::string text;
};

struct ScriptsPage {
    std::vector<ScriptRow> scripts;
    std::vector<Choice> accounts;  ///< that a new script may ask for
    std::vector<FileRow> files;
    FileForm form;
    CodeExample code;
    bool all_paused = false;
    Tone latch = Tone::muted;
    std::string csrf;
    bool fragment = false;
};

std::string render(const ScriptsPage& page);

}  // namespace roadcase::dashboard
