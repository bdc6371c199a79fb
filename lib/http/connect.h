#pragma once

#include "http/resolve.h"
#include "platform/descriptor.h"

namespace roadcase::http {

/// A connected, non-blocking socket to the first of the addresses that answers; a slow one is not waited for
/// before the next is tried (RFC 8305 §5).
Result<platform::Descriptor> connect_to_any(const std::string& host, const std::vector<Address>& addresses,
                                            const Deadline& deadline);

}  // namespace roadcase::http
