#pragma once

#include <functional>
#include <string>

#include "dashboard/look.h"
#include "server/router.h"

namespace roadcase::dashboard {

/// A hash over all scripts: part of their address, so that what an address gives never changes.
const std::string& asset_version();

/// All that every page looks like, in one piece, because a page is not shown before it: the palette of
/// `theme`
/// ("auto" follows the system, "dark" and "light" do not) and web/styles.
std::string style_sheet(const std::string& theme);

/// The mark of the product with the latch in the colour of `worst`; a triangle instead of the latch for err.
std::string favicon(Tone worst);

/// GET /assets/VERSION/NAME, /style.css and /favicon.svg. `theme` and `worst` are asked each time.
void add_asset_routes(server::Router& router, std::function<std::string()> theme,
                      std::function<Tone()> worst);

}  // namespace roadcase::dashboard
