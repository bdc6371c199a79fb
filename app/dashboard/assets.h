#pragma once

#include <functional>
#include <string>

#include "dashboard/look.h"
#include "server/router.h"

namespace roadcase::dashboard {

/// A hash over all styles and scripts: part of their address, so that what an address gives never changes.
const std::string& asset_version();

/// The palette that every page loads: "auto" follows the system, "dark" and "light" do not.
std::string palette(const std::string& theme);

/// The mark of the product with the latch in the colour of `worst`; a triangle instead of the latch for err.
std::string favicon(Tone worst);

/// GET /assets/VERSION/NAME, /palette.css and /favicon.svg. `theme` and `worst` are asked each time.
void add_asset_routes(server::Router& router, std::function<std::string()> theme,
                      std::function<Tone()> worst);

}  // namespace roadcase::dashboard
