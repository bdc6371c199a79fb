#pragma once

#include <string>
#include <string_view>

#include "core/error.h"
#include "http/deadline.h"

namespace roadcase::http {

/// E404: no whole answer came. Names the host only, never a path, query or value.
Error not_answering(std::string_view host, std::string why);
/// The same for a deadline that has passed; `doing` completes "… took too long". When the transport closed:
/// that Roadcase is stopping.
Error too_slow(std::string_view host, std::string_view doing, const Deadline& deadline);
/// The transport closed. No fault of the host, so it has no number.
Error stopping(std::string_view host);
/// The same for a connection that ended too soon.
Error closed_early(std::string_view host);
/// E305: an answer came that we do not take, for its size or its form.
Error bad_answer(std::string_view host, std::string why);
/// E306: the certificate is not good, or there would be none.
Error not_secure(std::string_view host, std::string why, std::string next);

/// What the system calls an error number, as a sentence.
std::string system_reason(int error_number);

}  // namespace roadcase::http
