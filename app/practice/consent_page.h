#pragma once

#include <string>

#include "core/secret.h"
#include "http/message.h"

namespace roadcase::practice {

/// The page with Allow and Deny. `request_id` is the one thing it carries; `redirect_origin` is where the
/// answer may send the browser, which the page's policy must name (browsers check a form's redirects too).
http::Response consent_page(const std::string& consent_path, const Secret& request_id,
                            const std::string& redirect_origin);

/// A request that cannot be answered to its client; `reason` is a sentence of ours.
http::Response error_page(const std::string& reason);

}  // namespace roadcase::practice
