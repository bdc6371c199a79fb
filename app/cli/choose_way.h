#pragma once

#include "cli/session.h"

namespace roadcase::cli {

struct SignInCommand {
    FlowWish wish;  ///< its method empty: the best way that works here
    bool no_browser = false;
};

/// What the person types to try once more.
std::string again(const FlowWish& wish);

/// The sign-in from its start to its end, by the way that was wished for. Without a wish: the browser when
/// one opens, else a code for another device where the provider has them, else pasting where somebody can
/// type, else the link alone. One that this command gives up is cancelled.
Result<Flow> sign_in_somehow(Session& session, Backend& backend, Api& api, const SignInCommand& command);

}  // namespace roadcase::cli
