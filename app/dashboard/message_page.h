#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/error.h"
#include "dashboard/look.h"
#include "server/exchange.h"

namespace roadcase::dashboard {

/// A button that takes a secret to the clipboard (copying.h) and shows it nowhere.
struct CopyButton {
    std::string label;
    std::string action;  ///< the form's path
    std::string which;   ///< its field of that name
    std::string csrf;
};

/// Everything that tells one thing: how a sign-in ended, a refusal, a question, a help page.
struct MessagePage {
    std::string title;  ///< of the window; empty: the heading
    StateMark state;
    std::string heading;
    std::vector<std::string> paragraphs;  ///< `backticks` become code, as in all prose
    std::string copyable;                 ///< one line to copy
    std::optional<CopyButton> copies;
    std::vector<Button> buttons;
    std::string fold_summary;
    std::vector<std::string> fold_items;  ///< folded in; empty: no fold
    std::string code;                     ///< "E401": linked to its help page
    std::string details;                  ///< folded: code, word and time of a failure, for whoever helps
    std::string fine_print;
    bool closes = false;  ///< the tab may close itself: it was opened from elsewhere
    int refresh_after = 0;
    bool is_help = false;
};

std::string render(const MessagePage& page);

/// "Go to Roadcase": to the list of accounts.
Button to_accounts(bool primary = false);

/// A failure that no page of its own is for: what, why, next. Never holds anything of the request.
MessagePage error_page(const Error& error, std::string state_word = "That did not work");

/// An answer that is a page.
server::Response page_answer(int status, const MessagePage& page);
/// The page for an Error, with the status of its kind.
server::Response error_answer(const Error& error);

/// A next step that is a command line, as a person reads it: "In a terminal: `roadcase …`".
std::string as_step(const std::string& next);
/// A title without its full stop.
std::string as_heading(std::string title);

}  // namespace roadcase::dashboard
