#include "core/error.h"

#include <array>

namespace roadcase {
namespace {

constexpr std::array<ErrorRow, 16> error_table{{
    {ErrorKind::invalid_request, "invalid-request", 400, 2},
    {ErrorKind::unauthorized_key, "bad-key", 401, 9},
    {ErrorKind::denied, "denied", 403, 9},
    {ErrorKind::insufficient_scope, "insufficient-scope", 403, 7},
    {ErrorKind::not_found, "not-found", 404, 5},
    {ErrorKind::needs_authorization, "needs-authorization", 409, 4},
    {ErrorKind::paused, "paused", 409, 4},
    {ErrorKind::conflict, "conflict", 409, 2},
    {ErrorKind::min_ttl_too_long, "min-ttl-too-long", 422, 2},
    {ErrorKind::rejected, "rejected", 502, 10},
    {ErrorKind::unavailable, "provider-unavailable", 503, 6},
    {ErrorKind::slow_down, "slow-down", 429, 6},
    {ErrorKind::config, "config", 500, 10},
    {ErrorKind::unreachable, "unreachable", 503, 3},
    {ErrorKind::timeout, "timeout", 504, 8},
    {ErrorKind::internal, "internal", 500, 1},
}};

}  // namespace

const ErrorRow& row_of(ErrorKind kind) {
    for (const auto& row : error_table)
        if (row.kind == kind) return row;
    return error_table.back();
}

ErrorKind kind_of_problem(std::string_view problem) {
    for (const auto& row : error_table)
        if (row.problem == problem) return row.kind;
    return ErrorKind::internal;
}

std::string Error::one_line() const {
    std::string line = code.empty() ? title : code + " " + title;
    if (!detail.empty()) line += " " + detail;
    if (!next.empty()) line += " " + next;
    return line;
}

Error make_error(ErrorKind kind, std::string_view code, std::string title, std::string detail,
                 std::string next) {
    Error error;
    error.kind = kind;
    error.code = code;
    error.title = std::move(title);
    error.detail = std::move(detail);
    error.next = std::move(next);
    return error;
}

}  // namespace roadcase
