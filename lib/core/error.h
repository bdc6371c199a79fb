#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace roadcase {

/// What the caller should do about a failure. One row of the error table each (docs/architecture.md,
/// "Errors").
enum class ErrorKind {
    invalid_request,      ///< the caller asked wrongly
    unauthorized_key,     ///< our API key is missing, wrong or ended; HTTP 401 means only this
    denied,               ///< the key, user, host or origin may not
    insufficient_scope,   ///< a scope asked for is not granted
    not_found,            ///< no such account, client, key
    needs_authorization,  ///< a person must sign in
    paused,               ///< a person switched this account off for a while
    conflict,             ///< what is there does not go with what was asked, such as a name that is taken
    min_ttl_too_long,     ///< no token of this account lives for so long
    rejected,             ///< the provider refuses our registration or speaks nonsense
    unavailable,          ///< later: network, provider, rate limit
    slow_down,            ///< later: this caller asks too often
    config,               ///< the configuration is invalid
    unreachable,          ///< no server runs and none could be started
    timeout,              ///< a wait ran out
    internal,             ///< our disk or our bug
};

/// One row: what an ErrorKind means outside. `problem` is the suffix of the RFC 9457 type
/// `urn:roadcase:problem:…`; `name` is used in logs.
struct ErrorRow {
    ErrorKind kind;
    std::string_view problem;
    int http_status;
    int exit_code;
};

const ErrorRow& row_of(ErrorKind kind);
/// The kind whose problem suffix this is; `internal` for an unknown one.
ErrorKind kind_of_problem(std::string_view problem);

/// A failure as a value, written for the person who reads it: what happened (title), why (detail), and the
/// one next step (next). No field ever holds a secret, a code, a state or a key. Plain value; copy freely.
struct Error {
    ErrorKind kind = ErrorKind::internal;
    std::string code;        ///< help page number such as "E401"; empty when there is none
    std::string title;       ///< what happened, one sentence
    std::string detail;      ///< why, in the reader's words; may be empty
    std::string next;        ///< the one next step, copyable; may be empty
    std::string account;     ///< account reference it is about; may be empty
    std::string action_url;  ///< where a person goes to mend it; may be empty
    std::optional<std::chrono::seconds> retry_after;  ///< for `unavailable` and `slow_down`
    std::optional<std::chrono::seconds> max;          ///< for `min_ttl_too_long`: the most that can be had
    /// Of an exchange that failed: the other side may have received the request and acted on it.
    bool maybe_done = false;

    /// "title detail next" on one line, for logs.
    std::string one_line() const;
};

/// An Error in one expression: fail(ErrorKind::not_found, "E501", "No account \"x\".", why, next).
Error make_error(ErrorKind kind, std::string_view code, std::string title, std::string detail = {},
                 std::string next = {});

}  // namespace roadcase
