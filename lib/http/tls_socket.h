#pragma once

#include "platform/descriptor.h"

struct ssl_st;

namespace roadcase::http {

/// Lets TLS speak through a non-blocking socket it does not own. OpenSSL's own way writes with write(), which
/// raises SIGPIPE in a program that does not ignore it. `socket` must stay where it is and open. False when
/// memory is short.
bool attach_socket(ssl_st* ssl, const platform::Descriptor& socket);

}  // namespace roadcase::http
