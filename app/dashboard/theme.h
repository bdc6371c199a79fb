#pragma once

#include "dashboard/ui_settings.h"
#include "server/exchange.h"

namespace roadcase::dashboard {

/// Lets a page or fragment of web/ wear the theme a person chose: <html data-theme="dark">, which tells
/// web::style_sheet() the palette. "auto" says nothing, so the system decides; an answer that is no page of
/// ours, or wears a theme already, stays as it is.
void put_theme(server::Response& response, const UiSettings& settings);

}  // namespace roadcase::dashboard
