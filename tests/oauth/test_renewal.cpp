#include <gtest/gtest.h>

#include "oauth/label.h"
#include "oauth/token.h"

namespace roadcase::oauth {
namespace {

constexpr Time now = Time{seconds{784111740}};  // Sun, 06 Nov 1994 08:49:00 GMT

struct RetryCase {
    std::string value;
    std::optional<seconds> expected;
};

void PrintTo(const RetryCase& c, std::ostream* out) {
    *out << test::label(c.value);
}

class RetryAfter : public testing::TestWithParam<RetryCase> {};

TEST_P(RetryAfter, IsReadAndBounded) {
    EXPECT_EQ(retry_after({{"retry-after", GetParam().value}}, now), GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(Rfc9110, RetryAfter,
                         testing::Values(RetryCase{"0", seconds{0}}, RetryCase{" 120 ", seconds{120}},
                                         RetryCase{"86400", seconds{86400}},
                                         RetryCase{"86401", seconds{86400}},
                                         RetryCase{"999999999999999999999", seconds{86400}},
                                         RetryCase{"", std::nullopt}, RetryCase{"-5", std::nullopt},
                                         RetryCase{"1.5", std::nullopt}, RetryCase{"soon", std::nullopt},
                                         RetryCase{"Sun, 06 Nov 1994 08:49:37 GMT", seconds{37}},
                                         RetryCase{"Sunday, 06-Nov-94 08:49:37 GMT", seconds{37}},
                                         RetryCase{"Sun Nov  6 08:49:37 1994", seconds{37}},
                                         RetryCase{"Sun, 06 Nov 1994 08:00:00 GMT", seconds{0}},
                                         RetryCase{"Fri, 31 Dec 9999 23:59:59 GMT", seconds{86400}},
                                         RetryCase{"Sun, 06 Nov 1994 08:49:37 GMT, 5", std::nullopt},
                                         RetryCase{"Sun, 31 Feb 1994 08:49:37 GMT", std::nullopt},
                                         RetryCase{std::string(500, 'x'), std::nullopt}));

TEST(RetryAfter, MissingIsNothing) {
    EXPECT_EQ(retry_after({}, now), std::nullopt);
}

struct VerdictCase {
    int status;
    std::string error, description;
    RenewalVerdict verdict;
};

void PrintTo(const VerdictCase& c, std::ostream* out) {
    *out << c.status << " " << test::label(c.error + " " + c.description);
}

class Verdict : public testing::TestWithParam<VerdictCase> {};

TEST_P(Verdict, OfAnAnsweredError) {
    TokenFailure failure;
    failure.kind = TokenFailure::Kind::server_error;
    failure.status = GetParam().status;
    failure.error = GetParam().error;
    failure.error_description = GetParam().description;
    EXPECT_EQ(judge(failure), GetParam().verdict) << failure.status << " " << failure.error;
}

constexpr auto later = RenewalVerdict::transient;
constexpr auto gone = RenewalVerdict::grant_gone;
constexpr auto wrong = RenewalVerdict::registration_wrong;

INSTANTIATE_TEST_SUITE_P(Transient, Verdict,
                         testing::Values(VerdictCase{408, "invalid_grant", "", later},
                                         VerdictCase{425, "x", "", later},
                                         VerdictCase{429, "invalid_grant", "", later},
                                         VerdictCase{500, "invalid_grant", "", later},
                                         VerdictCase{503, "invalid_client", "", later},
                                         VerdictCase{400, "temporarily_unavailable", "", later},
                                         VerdictCase{400, "server_error", "", later},
                                         VerdictCase{400, "slow_down", "", later},
                                         VerdictCase{200, "ratelimited", "", later},
                                         VerdictCase{200, "429", "Too Many Requests", later},
                                         VerdictCase{200, "never_heard", "", later}));

INSTANTIATE_TEST_SUITE_P(GrantGone, Verdict,
                         testing::Values(VerdictCase{400, "invalid_grant", "", gone},
                                         VerdictCase{401, "invalid_grant", "", gone},
                                         VerdictCase{422, "invalid_grant", "", gone},
                                         VerdictCase{200, "invalid_grant", "", gone},
                                         VerdictCase{400, "Invalid refresh token", "", gone},
                                         VerdictCase{400, "Bad Request", "Invalid refresh token", gone},
                                         VerdictCase{400, "invalid_refresh_token", "", gone},
                                         VerdictCase{400, "invalid_code", "", gone},
                                         VerdictCase{400, "invalid_access_token", "", gone},
                                         VerdictCase{200, "bad_refresh_token", "", gone},
                                         VerdictCase{400, "expired_token", "", gone},
                                         VerdictCase{400, "INVALID_GRANT", "", gone}));

INSTANTIATE_TEST_SUITE_P(RegistrationWrong, Verdict,
                         testing::Values(VerdictCase{401, "invalid_client", "", wrong},
                                         VerdictCase{401, "invalid_client", "invalid_grant", wrong},
                                         VerdictCase{400, "unauthorized_client", "", wrong},
                                         VerdictCase{400, "unsupported_grant_type", "", wrong},
                                         VerdictCase{401, "invalid_request", "", wrong},
                                         VerdictCase{403, "invalid client secret", "", wrong},
                                         VerdictCase{400, "never_heard", "", wrong},
                                         VerdictCase{404, "Not Found", "", wrong},
                                         VerdictCase{200, "401", "Unauthorized", wrong}));

TEST(Verdict, AnUnreadableAnswerIsAlwaysTransient) {
    TokenFailure failure;
    for (const int status : {0, 200, 302, 400, 401, 403, 502}) {
        failure.status = status;
        EXPECT_EQ(judge(failure), later) << status;
    }
}

}  // namespace
}  // namespace roadcase::oauth
