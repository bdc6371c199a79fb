#pragma once

#include <string>
#include <vector>

#include "cli/api.h"
#include "cli/output.h"

namespace roadcase::cli {

/// One account as people read it: mark, reference, name, state in words and what happens next.
std::vector<std::string> account_row(const Account& account, Time now, const Look& look);
/// "twitch: what happened (E401). Next: …" for each account that has a problem.
std::vector<std::string> problem_lines(const std::vector<Account>& accounts);
/// The problem of one account for a table: what happened, why and the next step; none when all is well.
std::vector<std::vector<std::string>> problem_rows(const Account& account);
/// "▲ 1 of 4 accounts needs you", or that all is well.
std::string headline(const std::vector<Account>& accounts, const Look& look);
/// The account that a person must see to first; nullptr when there is none.
const Account* first_in_need(const std::vector<Account>& accounts);

}  // namespace roadcase::cli
