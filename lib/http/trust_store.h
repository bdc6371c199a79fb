#pragma once

#include <memory>
#include <string>

#include "core/result.h"

struct ssl_ctx_st;

namespace roadcase::http {

/// The settings every TLS connection starts from, certificates to trust included. Reading those costs tens of
/// milliseconds: it happens at the first https request and once per file. Thread-safe.
Result<std::shared_ptr<ssl_ctx_st>> trust_store(const std::string& ca_file);

}  // namespace roadcase::http
