#pragma once

#include "accounts/reference.h"
#include "core/result.h"
#include "dashboard/form_guard.h"
#include "http/url.h"
#include "server/exchange.h"

namespace roadcase::dashboard {

/// A form of ours; anything else is refused before it is read further (denied).
Result<http::Params> form_of_ours(const server::Request& request, const FormGuard& guard);

/// The account that its field "account" names; E501 when that is no reference.
Result<accounts::Reference> account_in(const http::Params& form);

/// E501 without the name that was asked for: it may be anything.
Error no_such_account();
Error no_such_key();
/// The error; one that says that something is not there, and so may say what was asked for, is `instead`.
Error without_name(Error error, Error instead = no_such_account());

/// 303: what the form did is done, look at the result.
server::Response go_to(const std::string& path);

/// app.js asks: the page without its frame.
bool wants_fragment(const server::Request& request);

}  // namespace roadcase::dashboard
