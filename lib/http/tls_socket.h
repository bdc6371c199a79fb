#pragma once

struct ssl_st;

namespace roadcase::http {

/// Lets TLS speak through a non-blocking socket it does not own. OpenSSL's own way writes with write(), which
/// raises SIGPIPE in a program that does not ignore it. False when memory is short.
bool attach_socket(ssl_st* ssl, int socket);

}  // namespace roadcase::http
