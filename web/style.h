#pragma once

#include <string>

namespace roadcase::web {

/// All that every page looks like: the palettes and web/styles in one text, the same for every page and
/// theme. It stands inside the page, because a page is not shown before its style is there, and one more
/// request would be a fifth of that time. The palette follows the system unless <html> says
/// data-theme="light" or "dark". Thread-safe.
const std::string& style_sheet();

/// The one style that a page of ours may have, as a source of Content-Security-Policy's style-src (CSP Level
/// 3 §2.3.1): "'sha256-…'".
const std::string& style_source();

}  // namespace roadcase::web
