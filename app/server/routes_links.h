#pragma once

#include "handout/links.h"
#include "server/callers.h"
#include "server/router.h"

namespace roadcase::server {

/// What the routes of links work with; everything outlives the router.
struct LinksWorld {
    handout::Links& links;
    Callers& callers;
};

/// GET, POST and DELETE /api/v1/links: files that are kept fresh. For the owner, on the Unix socket or inside
/// this process; never over TCP, where a web page or a key could have files written.
void add_link_routes(Router& router, const LinksWorld& world);

}  // namespace roadcase::server
