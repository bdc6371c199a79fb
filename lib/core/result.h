#pragma once

#include <tl/expected.hpp>
#include <utility>

#include "core/error.h"

namespace roadcase {

/// A value or an Error. Own code throws nothing; what a library throws is caught in the file that calls it.
template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

/// return fail(ErrorKind::…, "E…", "What happened.", "Why.", "Next step.");
template <class... Args>
tl::unexpected<Error> fail(Args&&... args) {
    return tl::make_unexpected(make_error(std::forward<Args>(args)...));
}
inline tl::unexpected<Error> fail(Error error) {
    return tl::make_unexpected(std::move(error));
}

}  // namespace roadcase
