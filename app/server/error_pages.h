#pragma once

#include <functional>
#include <optional>

#include "server/exchange.h"

namespace roadcase::server {

/// An error as a page. This layer knows no pages, so it is given one; an empty one counts as none.
using ErrorPage = std::function<Response(const Error& error, int status)>;

/// A browser loads this address to show it: it accepts text/html and, where it says what for
/// (Sec-Fetch-Dest), it is a document. Never for an address below /api.
bool wants_page(const Request& request);

/// refusal() of exchange.h, or the page where one is wanted.
Response refusal(const Request& request, const Error& error, const ErrorPage& page,
                 std::optional<int> status = {});

}  // namespace roadcase::server
