#pragma once

#include "core/json.h"
#include "core/result.h"
#include "server/exchange.h"

namespace roadcase::server {

/// What a request to /api/v1/brokers/… says, in the query (GET) or in a JSON body: members that are texts in
/// a query, and lists of texts where a name is repeated there.
Result<Json> broker_fields(const Request& request);

}  // namespace roadcase::server
