#pragma once

#include "cli/session.h"

namespace roadcase::cli {

/// Shows the code and waits until a person has entered it on any device of theirs (RFC 8628 §3.3).
/// `and_also`: another way, said below it; may be empty.
Result<Flow> sign_in_by_code(Session& session, Backend& backend, Api& api, const StartedFlow& started,
                             const std::string& and_also);

/// Shows the link and takes the address where the person's browser lands: typed unseen, or as a line of
/// standard input. One that is wrong is explained and asked for again, five times.
Result<Flow> sign_in_by_paste(Session& session, Backend& backend, Api& api, const StartedFlow& started);

/// What needs no sign-in here: wish.method is "app" (the app's own token) or "refresh_token" (one that
/// another program used until now; typed unseen, or a line of standard input, never an argument).
Status add_directly(Session& session, const FlowWish& wish);

}  // namespace roadcase::cli
