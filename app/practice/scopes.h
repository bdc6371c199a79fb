#pragma once

#include <string>
#include <string_view>

#include "http/url.h"
#include "practice/answers.h"
#include "practice/dialect.h"

namespace roadcase::practice {

/// The scopes that an authorization request asks for, joined with blanks; invalid_scope when one is malformed
/// or not known, as one is when they are joined in another provider's way. `query` is the raw one: whether a
/// "+" was encoded shows there only.
OAuthResult<std::string> asked_scope(const Dialect& dialect, std::string_view query,
                                     const http::Params& params);

}  // namespace roadcase::practice
