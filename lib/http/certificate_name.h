#pragma once

#include <string>

struct ssl_st;

namespace roadcase::http {

/// Has the handshake write into `name` whom a refused certificate is for, so that a person can see who stands
/// in between. `name` must stay where it is. The verdict is not changed.
void keep_certificate_name(ssl_st* ssl, std::string& name);

}  // namespace roadcase::http
