#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "http/url.h"

namespace roadcase::server {

/// A long list is given in pages: `limit` says how many, and `cursor` is the `next_cursor` of the page
/// before. A cursor names the place where a page ended, not a number of entries: what comes or goes meanwhile
/// shifts nothing.

/// `limit`, a whole number from 1 to `most`; nothing: it was not given. Else invalid_request.
Result<std::optional<std::size_t>> limit_of(const http::Params& query, std::size_t most);

/// The place a cursor names; empty: none was given. One that we never gave is invalid_request.
Result<std::string> place_of(const http::Params& query);
std::string cursor_for(std::string_view place);
/// To be answered when what stands in a readable cursor is no place of this list.
Error wrong_cursor();

}  // namespace roadcase::server
