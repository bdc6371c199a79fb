#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/exchange.h"

namespace roadcase::server {

/// How a state looks: always shape and word and colour together, so that it reads without colour.
enum class Shape { circle, clock, triangle, square, bars, ring };
enum class Tone { ok, info, muted, warn, err };

struct StateMark {
    Shape shape = Shape::ring;
    Tone tone = Tone::muted;
    std::string word;
};

/// A link that looks like a button. Connecting must be one: a form may not lead to another site under our
/// content security policy. A `href` that is neither a path of ours nor http(s) is left out.
struct Button {
    std::string label;
    std::string href;
    bool primary = false;
};

/// Pages are values; render() escapes every text and takes no markup. `backticks` in prose become code.
///
/// One account in the list of the dashboard.
struct AccountRow {
    std::string id;
    std::string reference;
    std::string provider;  ///< display name
    std::string person;    ///< public handle or the account's name; may be empty
    StateMark state;
    std::string text;  ///< what, why, when
    std::optional<Button> button;
    bool sign_in_soon = false;  ///< fine today; the provider ends it within days
    std::string code;           ///< "E401": linked to its help page; may be empty
    bool try_now = false;       ///< offer a renewal in the row itself
    bool may_renew = false;     ///< offer a renewal among the details
    std::vector<std::string> scopes;
    std::vector<std::pair<std::string, std::string>> facts;  ///< "Signed in", "today at 14:02"
};

/// What is wrong with this computer and concerns every account, in one line.
struct Notice {
    std::string text;
    std::string code;  ///< linked to its help page
};

/// A key that was used for the first time and waits for the person's yes.
struct KeyQuestion {
    std::string name;
    std::string text;  ///< when, and what it would be allowed
};

struct DashboardPage {
    std::vector<AccountRow> accounts;
    StateMark summary;  ///< all accounts in one line
    std::vector<Notice> notices;
    std::vector<KeyQuestion> questions;
    std::vector<Button> offers;
    std::string redirect_uri;  ///< for the hint how to configure a client; empty: no hint
    std::string csrf;
    int refresh_after = 0;  ///< seconds; 0: never
};

/// Everything that tells one thing: how a sign-in ended, a refusal, a question, a help page.
struct MessagePage {
    std::string title;  ///< of the window; empty: the heading
    StateMark state;
    std::string heading;
    std::vector<std::string> paragraphs;
    std::string copyable;  ///< one line to copy
    std::vector<Button> buttons;
    std::string fold_summary;
    std::vector<std::string> fold_items;  ///< folded in; empty: no fold
    std::string code;                     ///< "E401": linked to its help page
    std::string fine_print;
    int refresh_after = 0;
    bool is_help = false;
};

struct HelpIndexPage {
    std::vector<std::pair<std::string, std::string>> topics;  ///< code, title
};

std::string render(const DashboardPage& page);
std::string render(const MessagePage& page);
std::string render(const HelpIndexPage& page);

/// The mark of the product with the latch in the colour of `worst`; a triangle instead of the latch for err.
std::string favicon(Tone worst);
/// The style sheet, and the version that its address carries.
std::string_view style_sheet();
const std::string& style_version();

}  // namespace roadcase::server
