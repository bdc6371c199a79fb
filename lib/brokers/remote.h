#pragma once

#include <functional>
#include <optional>
#include <tl/expected.hpp>

#include "core/clock.h"
#include "core/json.h"
#include "core/result.h"
#include "http/transport.h"

namespace roadcase::brokers {

/// Why a service did not give what it was asked for.
struct RemoteFailure {
    Error error;        ///< in the words of our own API
    int status = 0;     ///< of its answer, where that was an error's (4xx, 5xx); 0: no answer, or none of use
    bool here = false;  ///< refused here: it was not asked
    /// Of no answer: what the transport says. It names the host, so it is for the owner alone.
    std::optional<Error> cause = {};
};
template <class T>
using Remote = tl::expected<T, RemoteFailure>;

/// Whose credential the request held: what a 401 or 403 is about.
enum class Credential { ours, callers };

/// What an exchange with a service needs.
struct RemoteWorld {
    http::Transport& transport;
    const Clock& clock;
    std::function<Status()> turn = {};  ///< before each try; its Error ends it. May be empty
};

/// Sends, and once more when the connection dropped; never after an answer, whatever it says. Both tries
/// together have `request.within`, 15 s where that is empty, so nothing that was slow is tried twice. Blocks.
Remote<http::Response> ask_remote(const http::Request& request, const RemoteWorld& world);

/// The object of a 2xx answer, its members in their order. Errors never hold a part of the answer:
/// `rejected` for 401 and 403 (`denied` when the credential is the caller's) and for nonsense,
/// `invalid_request` for 400, 409, 413 and 422, `slow_down` for 429, `unavailable` for 408 and 5xx; both with
/// retry_after where the answer says when.
Remote<OrderedJson> read_object(const http::Response& response, Credential whose, Time now);
/// The same for an answer whose body does not matter.
Remote<void> read_done(const http::Response& response, Credential whose, Time now);
/// Refused here.
tl::unexpected<RemoteFailure> refused_here(Error error);
/// An object without what it must have.
tl::unexpected<RemoteFailure> missing_member(std::string_view name);

}  // namespace roadcase::brokers
