#pragma once

#include "cli/choose_way.h"
#include "cli/session.h"

namespace roadcase::cli {

/// Looks every half second whether a sign-in has ended, and gives it when it is done. A failed one is its
/// Error; one that nobody finished within `limit` is `timeout`.
Result<Flow> wait_for_flow(Session& session, Api& api, const std::string& id, milliseconds limit);

/// A whole sign-in, with its report at the end.
Status sign_in(Session& session, const SignInCommand& command);

/// True for --no-browser and ROADCASE_NO_BROWSER.
bool browser_forbidden(const Session& session, bool flag);

}  // namespace roadcase::cli
