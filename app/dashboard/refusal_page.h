#pragma once

#include <string>

#include "core/error.h"
#include "server/exchange.h"

namespace roadcase::dashboard {

/// What a browser shows of a request that no route answers: what, why, and a way on. `local`: how this server
/// is reached for sure, for a browser that came by another name. Holds nothing of the request, and nothing
/// that only the person at this computer may see.
server::Response refusal_page(const Error& error, int status, const std::string& local);

}  // namespace roadcase::dashboard
