#pragma once

#include <string>
#include <vector>

#include "server/api_json.h"
#include "server/paging.h"

namespace roadcase::server {

/// What of all accounts a caller wants to see: GET /api/v1/accounts?status=&provider=&q=&limit=&cursor=.
struct AccountFilter {
    std::string status;    ///< one of account_states; empty: any
    std::string provider;  ///< name of the provider or of the client; empty: any
    std::string text;      ///< stands in the reference, the user's name or id, whatever the case; empty: any
    std::optional<std::size_t> limit;  ///< nothing: all
    std::string after;                 ///< reference that the page before ended with; empty: the first page
};

/// The words of an account's `status`.
const std::vector<std::string>& account_states();

/// invalid_request for a state that is none, a limit or cursor that cannot be.
Result<AccountFilter> account_filter_of(const http::Params& query);

/// Does the filter let this one through? `status` as it is shown. The page is not its business.
bool lets_through(const AccountFilter& filter, const store::AccountRecord& record, std::string_view status);
/// Comes it after the page before? Accounts are in the order of client and name.
bool is_after(const AccountFilter& filter, const store::AccountRecord& record);

}  // namespace roadcase::server
