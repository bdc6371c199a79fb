#pragma once

#include <functional>
#include <string>

#include "dashboard/look.h"
#include "server/router.h"

namespace roadcase::dashboard {

/// A hash over all scripts: part of their address, so that what an address gives never changes.
const std::string& asset_version();

/// The mark of the product with the latch in the colour of `worst`; a triangle instead of the latch for err.
std::string favicon(Tone worst);

/// GET /assets/VERSION/NAME and /favicon.svg. `worst` is asked each time.
void add_asset_routes(server::Router& router, std::function<Tone()> worst);

}  // namespace roadcase::dashboard
