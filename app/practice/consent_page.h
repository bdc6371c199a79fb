#pragma once

#include <string>
#include <string_view>

#include "core/secret.h"
#include "http/message.h"

namespace roadcase::practice {

struct Question {
    std::string consent_path;  ///< where the answer goes
    Secret request_id;         ///< the one thing the page carries
    /// Where the answer may send the browser, which the page's policy must name (browsers check a form's
    /// redirects too); empty: nowhere.
    std::string redirect_origin;
    std::string user_code = {};  ///< of the device that asks; empty: this browser asks
};

/// The page with Allow and Deny.
http::Response consent_page(const Question& question);

/// Asks for the code that a device shows (RFC 8628 §3.3). `again`: the last one was none.
http::Response ask_for_code(const std::string& device_path, bool again);
/// The end of it: the device learns the answer by itself.
http::Response device_done_page(bool allowed);

/// The path of a page below the issuer: "/practice/consent".
std::string page_path(const std::string& issuer, std::string_view page);

/// A request that cannot be answered to its client; `reason` is a sentence of ours.
http::Response error_page(const std::string& reason);

}  // namespace roadcase::practice
