#include "accounts/causes.h"

#include "accounts/failures.h"
#include "accounts/problems.h"
#include "accounts/scopes.h"
#include "accounts/words.h"
#include "scene.h"

namespace roadcase::accounts {
namespace {

using oauth::TokenFailure;
using test::Scene;
using testing::HasSubstr;
using testing::Not;

constexpr seconds day{86'400};
constexpr Time allowed = Time{seconds{1'800'000'000}};

TokenFailure said(std::string description, std::string error = "invalid_grant", int status = 400) {
    TokenFailure failure;
    failure.kind = TokenFailure::Kind::server_error;
    failure.status = status;
    failure.error = std::move(error);
    failure.error_description = std::move(description);
    return failure;
}

TokenFailure unreadable(int status, std::string type) {
    TokenFailure failure;
    failure.status = status;
    failure.content_type = std::move(type);
    return failure;
}

/// An account whose renewal failed, `age` after its sign-in.
struct Patient {
    ClientEntry entry = test::practice_entry();
    store::AccountRecord record;
    seconds age = 10 * day;

    Patient() {
        record.client = "practice";
        record.authorized_at = allowed;
        record.tokens.emplace();
        record.tokens->received_at = allowed;
    }
    Background background() const { return {entry, record, allowed + age}; }
};

struct DeathCase {
    const char* label;
    void (*history)(Patient&);
    const char* words;
    const char* code;
    const char* text;
};

class CauseOfDeathOf : public testing::TestWithParam<DeathCase> {};

TEST_P(CauseOfDeathOf, IsOneSentence) {
    Patient patient;
    patient.entry.provider.display_name = "Nova";
    GetParam().history(patient);
    const auto cause = cause_of_death(said(GetParam().words), patient.background());
    EXPECT_EQ(cause.code, GetParam().code);
    EXPECT_EQ(cause.text, GetParam().text);
}

const auto in_testing = [](Patient& p) { p.entry.provider.lifetimes.consent_in_testing = 7 * day; };
const auto nothing_known = [](Patient&) {};

INSTANTIATE_TEST_SUITE_P(
    All, CauseOfDeathOf,
    testing::Values(
        DeathCase{
            "NothingKnown", nothing_known, "", "E401",
            "Nova removed the connection: access was taken back, the password changed, or it was not used "
            "for too long."},
        DeathCase{
            "Twitch", nothing_known, "Invalid refresh token", "E401",
            "Nova removed the connection: access was taken back, the password changed, or it was not used "
            "for too long."},
        DeathCase{"NotOfRest",
                  [](Patient& p) {
                      p.entry.provider.lifetimes.refresh_token_unused = 30 * day;
                      p.record.renewed_at = allowed + 9 * day;
                  },
                  "", "E401", "Nova removed the connection: access was taken back or the password changed."},
        DeathCase{"OfRest",
                  [](Patient& p) {
                      p.entry.provider.lifetimes.refresh_token_unused = 30 * day;
                      p.record.renewed_at = allowed + day;
                      p.age = 35 * day;
                  },
                  "", "E401", "It was not used for 34 days, and Nova ends a sign-in that rests for 30 days."},
        DeathCase{"OfItsOwnTerm", [](Patient& p) { p.record.tokens->refresh_expires_at = allowed + 9 * day; },
                  "", "E401", "It was not renewed within the 9 days that Nova allowed."},
        DeathCase{"OfAPassword", nothing_known, "The user changed the Password", "E401",
                  "The password at Nova was changed."},
        DeathCase{"Revoked", nothing_known, "token was revoked", "E401",
                  "Nova says that the connection was removed there."},
        DeathCase{"Expired", nothing_known, "refresh token expired", "E401",
                  "Nova says that the sign-in has ended by its age."},
        DeathCase{
            "GooglesAllPurposeWords", nothing_known, "Token has been expired or revoked.", "E401",
            "Nova removed the connection: access was taken back, the password changed, or it was not used "
            "for too long."},
        DeathCase{"OfTheConsentsAge",
                  [](Patient& p) {
                      p.record.consent_ends_at = allowed + 180 * day;
                      p.age = 181 * day;
                  },
                  "refresh token revoked", "E401",
                  "Nova ends a sign-in 180 days after it was allowed, however it is used."},
        DeathCase{
            "TestingTooEarly", [](Patient& p) { in_testing(p), p.age = 7 * day - seconds{7201}; }, "", "E401",
            "Nova removed the connection: access was taken back, the password changed, or it was not used "
            "for too long."},
        DeathCase{
            "TestingEarly", [](Patient& p) { in_testing(p), p.age = 7 * day - seconds{7200}; }, "", "E402",
            "Nova ends this sign-in every 7 days while your app is in \"Testing\". Publish the app there, "
            "and it lasts."},
        DeathCase{
            "TestingLate", [](Patient& p) { in_testing(p), p.age = 7 * day + seconds{7200}; }, "", "E402",
            "Nova ends this sign-in every 7 days while your app is in \"Testing\". Publish the app there, "
            "and it lasts."},
        DeathCase{
            "TestingTooLate", [](Patient& p) { in_testing(p), p.age = 7 * day + seconds{7201}; }, "", "E401",
            "Nova removed the connection: access was taken back, the password changed, or it was not used "
            "for too long."},
        DeathCase{
            "TestingKnownAndAwayThatDay",
            [](Patient& p) { in_testing(p), p.record.consent_ends_at = allowed + 7 * day; }, "", "E402",
            "Nova ends this sign-in every 7 days while your app is in \"Testing\". Publish the app there, "
            "and it lasts."},
        DeathCase{"UsedElsewhere", nothing_known, "refresh token already used", "E403",
                  "Another program used this account's refresh token, so it stopped working here."},
        DeathCase{"KeycloaksReuse", nothing_known, "Maximum allowed refresh token reuse exceeded", "E403",
                  "Another program used this account's refresh token, so it stopped working here."},
        DeathCase{
            "OfAnInterruptedRenewal", [](Patient& p) { p.record.interrupted_at = allowed; },
            "refresh token already used", "E403",
            "A renewal was interrupted before its answer was saved, and Nova no longer accepts the refresh "
            "token."}),
    [](const auto& each) { return each.param.label; });

struct RefusalCase {
    TokenFailure failure;
    std::string code, text, next;
};

TEST(Refusal, IsOneSentenceWithOneNextStep) {
    const std::string check = "Check client_id and client_secret of [client.practice] in config.toml.";
    const RefusalCase table[] = {
        {said("", "invalid_client", 401), "E301",
         "It accepted one before, so the secret was probably made anew there. Every token is kept. It said "
         "\"invalid_client\".",
         check},
        {said("Client authentication failed (e.g., unknown client, unsupported authentication method).",
              "invalid_client", 401),
         "E301",
         "It accepted one before, so the secret was probably made anew there. Every token is kept. It said "
         "\"invalid_client: Client authentication failed (e.g., unknown client, unsupported authentication "
         "method)\".",
         check},
        {said("", "unauthorized_client"), "E301", "Every token is kept. It said \"unauthorized_client\".",
         check},
        {said("The client supports 'client_secret_basic', but 'client_secret_post' was requested.",
              "invalid_client", 401),
         "E302",
         "It is sent as client_secret_post. Every token is kept. It said \"invalid_client: The client "
         "supports "
         "'client_secret_basic', but 'client_secret_post' was requested\".",
         "Set token_endpoint_auth_method of [client.practice] in config.toml to the other of "
         "client_secret_post "
         "and client_secret_basic."},
        {unreadable(200, "text/html; charset=utf-8"), "E305",
         "A web page came instead of an answer (text/html; charset=utf-8, status 200). Are you on a hotel or "
         "school network?",
         "Open any web page to see whether the network wants a sign-in first. It is tried again by itself."},
        {unreadable(511, ""), "E305",
         "A web page came instead of an answer (no content type, status 511). Are you on a hotel or school "
         "network?",
         "Open any web page to see whether the network wants a sign-in first. It is tried again by itself."},
        {unreadable(200, "application/json"), "E305", "The answer was application/json with status 200.",
         "Open any web page to see whether the network wants a sign-in first. It is tried again by itself."},
        {unreadable(503, "text/html"), "E404", "It answered with status 503.",
         "Nothing to do: your token is good for 38 min, and it is tried again in 20 s."},
        {said("", "slow_down", 429), "E405", "It answered with status 429. It said \"slow_down\".",
         "Nothing to do: your token is good for 38 min, and it is tried again in 20 s."},
    };
    for (const auto& row : table) {
        Patient patient;
        const auto problem = problem_of(row.failure, patient.background(), {});
        EXPECT_EQ(problem.code, row.code);
        EXPECT_EQ(problem.text, row.text);
        const auto now = allowed + patient.age;
        patient.record.failures = 1;
        patient.record.problem_code = problem.code;
        patient.record.problem = problem.text;
        patient.record.next_attempt_at = now + seconds{20};
        patient.record.tokens->expires_at = now + seconds{38 * 60};
        patient.record.tokens->refresh_token = Secret("planted");
        const auto error = error_of(patient.record, "Practice", now);
        EXPECT_EQ(error.next, row.next) << row.code;
        EXPECT_EQ(error.detail, row.text);
        // A list has no secrets, and says the same.
        patient.record.tokens->refresh_token = Secret();
        const auto listed = problem_now(patient.record, "Practice", now);
        ASSERT_TRUE(listed);
        EXPECT_EQ(listed->one_line(), error.one_line());
    }
}

TEST(Refusal, ABadCertificatePointsAtTheClockFirstWhenItIsAboutDates) {
    const std::pair<const char*, const char*> table[] = {
        {"The certificate for id.example is refused: certificate has expired.",
         "Check this computer's date and time first: timedatectl"},
        {"The certificate is refused: certificate is not yet valid.",
         "Check this computer's date and time first: timedatectl"},
        {"The certificate for gateway.local is refused: hostname mismatch.",
         "Use another network; in a company, set SSL_CERT_FILE to its certificates."},
    };
    for (const auto& [detail, next] : table) {
        Scene scene;
        scene.connect();
        scene.answer_tokens(fail(ErrorKind::rejected, "E306", "Not secure.", detail));
        const auto refused = scene.accounts->refresh(scene.ref());
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().title, "The connection to Practice is not secure.");
        EXPECT_EQ(refused.error().detail, detail);
        EXPECT_EQ(refused.error().next, next);
        EXPECT_TRUE(scene.accounts->token(scene.ref(), {}));
    }
}

TEST(Refusal, OfACodeNamesTheClientToMend) {
    const auto entry = test::practice_entry("mine");
    const auto refused = exchange_error(said("", "invalid_client", 401), entry, {});
    EXPECT_EQ(refused.code, "E301");
    EXPECT_THAT(refused.next, HasSubstr("[client.mine]"));
    const auto wrongly =
        exchange_error(said("client_secret_basic is required", "invalid_client", 401), entry, {});
    EXPECT_EQ(wrongly.code, "E302");
    EXPECT_THAT(wrongly.detail, HasSubstr("client_secret_post"));
    EXPECT_THAT(wrongly.next, HasSubstr("[client.mine]"));
}

TEST(Refusal, OfAClientThatIsInNoFileNamesNoFile) {
    auto entry = test::practice_entry("mine");
    entry.made_here = true;
    for (const auto& failure :
         {said("", "invalid_client", 401), said("client_secret_basic", "invalid_client")}) {
        const auto refused = exchange_error(failure, entry, {});
        EXPECT_THAT(refused.next, AllOf(HasSubstr("mine"), Not(HasSubstr("config.toml")))) << refused.code;
    }
    Patient patient;
    patient.record.failures = 1;
    patient.record.problem_code = "E301";
    EXPECT_EQ(problem_now(patient.record, "Practice", allowed, true)->next,
              "Make a new one there, then: roadcase client set-secret " + patient.record.client);
    EXPECT_THAT(problem_now(patient.record, "Practice", allowed)->next, HasSubstr("config.toml"));
}

TEST(Words, ACommandToCopyHoldsNothingThatAShellWouldRun) {
    Patient patient;
    EXPECT_EQ(missing_scope(patient.record, {"chat:edit", "$(canary)"}).next,
              "roadcase scopes " + reference_of(patient.record) + " --add chat:edit --add SCOPE");
}

TEST(Refusal, NeverSaysASecret) {
    Patient patient;
    const Secret secret("planted-refresh-token");
    for (const auto* error : {"invalid_grant", "invalid_client", "slow_down"})
        EXPECT_THAT(
            problem_of(said("what is planted-refresh-token", error), patient.background(), {&secret}).text,
            Not(HasSubstr("planted")));
}

TEST(Words, EveryProblemSaysWhatHappenedAndTheNextStep) {
    using Status = store::AccountStatus;
    for (const auto* code :
         {"E104", "E301", "E302", "E303", "E305", "E306", "E401", "E402", "E403", "E404", "E405", "E406"}) {
        Patient patient;
        auto& record = patient.record;
        const bool gone = std::string_view(code).starts_with("E40") && code[3] < '4';
        record.status = gone ? Status::needs_authorization : Status::connected;
        record.failures = gone || std::string_view(code) == "E303" ? 0 : 1;
        record.problem_code = code;
        record.problem = "It happened.";
        const auto problem = problem_now(record, "Practice", allowed);
        ASSERT_TRUE(problem) << code;
        EXPECT_EQ(problem->code, code);
        EXPECT_TRUE(problem->title.ends_with('.')) << code;
        EXPECT_EQ(problem->detail, "It happened.") << code;
        EXPECT_FALSE(problem->next.empty()) << code;
    }
    EXPECT_FALSE(problem_now(Patient().record, "Practice", allowed));
}

}  // namespace
}  // namespace roadcase::accounts
