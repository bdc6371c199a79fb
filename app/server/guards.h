#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/error_pages.h"
#include "server/router.h"

namespace roadcase::server {

/// Which names this server answers to.
struct Authorities {
    std::vector<std::string> product;  ///< "localhost:3000", "127.0.0.1:3000", "[::1]:3000", public_url's
    std::string practice;              ///< "127.0.0.1:3000"
    std::vector<std::string> origins;  ///< our own origins, "http://localhost:3000" …
};

/// The checks that stand between the network and every route (docs/threat-model.md): Host allowlist against
/// DNS rebinding (E504), Origin and Fetch Metadata (E506), the person at this computer (E505). Pure but for
/// the peer's user: the same request is always judged alike. Nothing means "go on". Requests over the Unix
/// socket skip the browser checks; in-process ones skip all. Forwarding headers are never read.
///
/// "Origin: null" is ours only beside "Sec-Fetch-Site: same-origin": under our Referrer-Policy browsers send
/// it with the forms of our own pages, while a page of another site cannot make that pair.
std::optional<Response> refuse(const Request& request, const RouteTraits& traits, const Authorities& names,
                               const ErrorPage& page = {});

}  // namespace roadcase::server
