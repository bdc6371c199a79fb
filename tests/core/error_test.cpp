#include "core/error.h"

#include <gtest/gtest.h>

#include "core/result.h"

namespace roadcase {
namespace {

TEST(Error, OneTableForHttpExitAndProblem) {
    const ErrorRow table[] = {
        {ErrorKind::invalid_request, "invalid-request", 400, 2},
        {ErrorKind::unauthorized_key, "bad-key", 401, 9},
        {ErrorKind::denied, "denied", 403, 9},
        {ErrorKind::insufficient_scope, "insufficient-scope", 403, 7},
        {ErrorKind::not_found, "not-found", 404, 5},
        {ErrorKind::needs_authorization, "needs-authorization", 409, 4},
        {ErrorKind::rejected, "rejected", 502, 10},
        {ErrorKind::unavailable, "provider-unavailable", 503, 6},
        {ErrorKind::config, "config", 500, 10},
        {ErrorKind::unreachable, "unreachable", 503, 3},
        {ErrorKind::timeout, "timeout", 504, 8},
        {ErrorKind::internal, "internal", 500, 1},
    };
    for (const auto& row : table) {
        const auto& found = row_of(row.kind);
        EXPECT_EQ(found.problem, row.problem);
        EXPECT_EQ(found.http_status, row.http_status) << row.problem;
        EXPECT_EQ(found.exit_code, row.exit_code) << row.problem;
        EXPECT_EQ(kind_of_problem(row.problem), row.kind) << row.problem;
    }
    EXPECT_EQ(kind_of_problem("unheard-of"), ErrorKind::internal);
    EXPECT_EQ(kind_of_problem(""), ErrorKind::internal);
}

TEST(Error, OneLineLeavesOutWhatIsEmpty) {
    EXPECT_EQ(make_error(ErrorKind::not_found, "E501", "No account.", "Why.", "Do.").one_line(),
              "E501 No account. Why. Do.");
    EXPECT_EQ(make_error(ErrorKind::internal, "", "It broke.").one_line(), "It broke.");
    EXPECT_EQ(make_error(ErrorKind::internal, "", "It broke.", "", "Do.").one_line(), "It broke. Do.");
}

TEST(Error, FailMakesAResultOfAnyType) {
    const Result<int> number = fail(ErrorKind::timeout, "E1", "Late.");
    ASSERT_FALSE(number);
    EXPECT_EQ(number.error().kind, ErrorKind::timeout);
    const Status status = fail(number.error());
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().title, "Late.");
}

}  // namespace
}  // namespace roadcase
