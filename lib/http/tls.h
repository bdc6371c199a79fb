#pragma once

#include "http/channel.h"
#include "platform/descriptor.h"

namespace roadcase::http {

/// TLS 1.2 or newer on a connected socket, with the certificate checked against `ca_file` (or the system's
/// bundle) and against `host`. There is no way to leave the checks out.
Result<std::unique_ptr<Channel>> start_tls(platform::Descriptor socket, const std::string& host,
                                           Deadline deadline, const std::string& ca_file);

}  // namespace roadcase::http
