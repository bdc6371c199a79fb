#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "dashboard/break_it.h"
#include "dashboard/look.h"
#include "dashboard/view.h"

namespace roadcase::dashboard {

/// One account in the list of the dashboard.
struct AccountRow {
    std::string id;
    std::string reference;
    std::string provider;  ///< display name
    std::string person;    ///< public handle or the account's name; may be empty
    std::string number;    ///< of "Twitch 1", while names are hidden: then there is no person
    StateMark state;
    std::string text;  ///< what, why, when; `backticks` become code
    std::optional<Button> button;
    bool sign_in_soon = false;  ///< fine today; the provider ends it within days
    std::string code;           ///< "E401": linked to its help page; may be empty
    bool try_now = false;       ///< offer a renewal in the row itself
    bool may_renew = false;     ///< offer a renewal among the details
    std::vector<std::string> scopes;
    std::vector<std::pair<std::string, std::string>> facts;  ///< "Signed in", "today at 14:02"
    std::optional<Time> renews_at;                           ///< of a practice account: worth watching
    std::string renews_in;                                   ///< the same, "41 s"
    bool just_renewed = false;
    std::vector<std::string> used_by;  ///< names of keys that may have its token
};

/// "Used by chatbot and 2 others."; empty for nobody.
std::string used_by_words(const std::vector<std::string>& names);

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

struct AccountsPage {
    std::vector<AccountRow> accounts;
    StateMark summary;  ///< all accounts in one line
    std::vector<Notice> notices;
    std::vector<KeyQuestion> questions;
    std::vector<Button> offers;
    std::optional<BreakIt> practice;
    std::string csrf;
    int refresh_after = 0;  ///< seconds; 0: never
    bool fragment = false;
};

/// Pages are values; render() escapes every text and takes no markup.
std::string render(const AccountsPage& page);
/// What {{> parts/account}} and its partials need of one row.
View row_view(const AccountRow& row);

}  // namespace roadcase::dashboard
