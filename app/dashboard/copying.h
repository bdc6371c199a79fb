#pragma once

#include "core/secret.h"
#include "dashboard/form_guard.h"
#include "http/url.h"
#include "server/exchange.h"

namespace roadcase::dashboard {

/// A form of ours, sent by copy.js, which takes the answer to the clipboard and shows it nowhere. The same
/// form sent by a browser itself would make a page of the secret, so it is refused like a foreign one
/// (denied).
Result<http::Params> copy_form(const server::Request& request, const FormGuard& guard);

/// The secret, for copy.js alone.
server::Response to_clipboard(const Secret& secret);
/// Why there is none, in one sentence that copy.js says.
server::Response not_copied(const Error& error);

}  // namespace roadcase::dashboard
