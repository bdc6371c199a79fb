#include "accounts/consent.h"

#include "scene.h"

namespace roadcase::accounts {
namespace {

using store::AccountRecord;
using test::json;
using test::Scene;

constexpr seconds day{86'400};
constexpr Time allowed = Time{seconds{1'800'000'000}};

providers::Lifetimes spotify() {
    providers::Lifetimes lifetimes;
    lifetimes.consent = 180 * day;
    return lifetimes;
}

providers::Lifetimes google() {
    providers::Lifetimes lifetimes;
    lifetimes.consent_in_testing = 7 * day;
    return lifetimes;
}

/// Signed in at `allowed`, last renewed `age` later; its refresh token ends at `refresh_end`.
AccountRecord aged(seconds age, std::optional<Time> refresh_end = {}) {
    AccountRecord record;
    record.authorized_at = allowed;
    record.tokens.emplace();
    record.tokens->received_at = allowed + age;
    record.tokens->refresh_expires_at = refresh_end;
    return record;
}

oauth::TokenSet renewed(seconds age, std::optional<Time> refresh_end = {}) {
    return *aged(age, refresh_end).tokens;
}

TEST(Consent, EndsByAgeWhereTheProviderSaysSo) {
    EXPECT_EQ(consent_end_of_sign_in(spotify(), {}, allowed), allowed + 180 * day);
    EXPECT_EQ(consent_end_of_sign_in({}, {}, allowed), std::nullopt);
    // Nobody can know that an app is in Testing before it has shown.
    EXPECT_EQ(consent_end_of_sign_in(google(), {}, allowed), std::nullopt);
}

TEST(Consent, ASignInThatDiedOfTestingIsExpectedToDieSoAgain) {
    auto before = aged(7 * day);
    before.problem_code = "E402";
    const auto again = allowed + 8 * day;
    EXPECT_EQ(consent_end_of_sign_in(google(), before, again), again + 7 * day);
    // Signed in anew ahead of that date, it still is.
    auto next = before;
    next.problem_code.clear();
    next.authorized_at = again;
    next.consent_ends_at = again + 7 * day;
    EXPECT_EQ(consent_end_of_sign_in(google(), next, again + 6 * day), again + 13 * day);
    EXPECT_EQ(consent_end_of_sign_in(spotify(), before, again), again + 180 * day);
}

TEST(Consent, IsLearntByARenewalOfAnOlderAccount) {
    EXPECT_EQ(consent_end_of_renewal(spotify(), aged(day), renewed(2 * day), allowed + 2 * day),
              allowed + 180 * day);
}

TEST(Consent, ADateThatWasOutlivedIsDropped) {
    auto before = aged(180 * day);
    before.consent_ends_at = allowed + 180 * day;
    const auto at = [&](seconds age) {
        return consent_end_of_renewal(spotify(), before, renewed(age), allowed + age);
    };
    EXPECT_EQ(at(180 * day + consent_slack), allowed + 180 * day);
    EXPECT_EQ(at(180 * day + consent_slack + seconds{1}), std::nullopt);

    auto published = aged(day);
    published.consent_ends_at = allowed + 7 * day;
    EXPECT_EQ(consent_end_of_renewal(google(), published, renewed(6 * day), allowed + 6 * day),
              allowed + 7 * day);
    const auto outlived = consent_end_of_renewal(google(), published, renewed(8 * day), allowed + 8 * day);
    EXPECT_EQ(outlived, std::nullopt);
    published.consent_ends_at = outlived;
    EXPECT_EQ(consent_end_of_sign_in(google(), published, allowed + 9 * day), std::nullopt);
}

TEST(Consent, AnEndOfTheRefreshTokenThatARenewalDoesNotMoveIsOne) {
    const auto end = allowed + 30 * day;
    const auto after = [&](Time end_after) {
        return consent_end_of_renewal({}, aged(seconds{0}, end), renewed(day, end_after), allowed + day);
    };
    EXPECT_EQ(after(end), end);
    EXPECT_EQ(after(end + seconds{5}), end + seconds{5});
    EXPECT_EQ(after(end + day), std::nullopt);
    EXPECT_EQ(consent_end_of_renewal({}, aged(seconds{0}), renewed(day, end), allowed + day), std::nullopt);
    EXPECT_EQ(consent_end_of_renewal({}, aged(seconds{0}, end), renewed(day), allowed + day), std::nullopt);
    // The earlier of both ends.
    EXPECT_EQ(consent_end_of_renewal(spotify(), aged(seconds{0}, end), renewed(day, end), allowed + day),
              end);
}

Scene scene_of(providers::Lifetimes lifetimes) {
    auto entry = test::practice_entry();
    entry.provider.lifetimes = lifetimes;
    return Scene(test::practice_settings(), {entry});
}

TEST(Consent, ItsEndIsKnownFromTheSignInOn) {
    auto scene = scene_of(spotify());
    const auto record = scene.connect();
    EXPECT_EQ(record.consent_ends_at, record.authorized_at + 180 * day);
    scene.clock.advance(seconds{3600});
    const auto later = scene.accounts->refresh(scene.ref()).value();
    EXPECT_EQ(later.consent_ends_at, record.consent_ends_at);
    EXPECT_EQ(scene.store.account(record.id).value()->consent_ends_at, record.consent_ends_at);
}

TEST(Consent, AfterADeathInTestingTheNextSignInKnowsItsDay) {
    auto scene = scene_of(google());
    EXPECT_EQ(scene.connect().consent_ends_at, std::nullopt);
    scene.clock.advance(7 * day + seconds{600});
    scene.answer_tokens(
        json(400, R"({"error":"invalid_grant","error_description":"Token has been expired or revoked."})"));
    EXPECT_EQ(scene.accounts->refresh(scene.ref()).error().code, "E402");
    scene.answer_as_usual();
    const auto record = scene.connect();
    EXPECT_EQ(record.consent_ends_at, record.authorized_at + 7 * day);
    EXPECT_EQ(record.problem_code, "");
}

TEST(Consent, ALimitedAccessIsLearntFromTheAnswers) {
    Scene scene;
    scene.connect();
    const auto answer = [](int left) {
        return json(200, R"({"access_token":"planted","token_type":"bearer","expires_in":3600,)"
                         R"("refresh_token_expires_in":)" +
                             std::to_string(left) + "}");
    };
    scene.answer_tokens(answer(604'800));
    EXPECT_EQ(scene.accounts->refresh(scene.ref())->consent_ends_at, std::nullopt);
    scene.clock.advance(seconds{3600});
    scene.answer_tokens(answer(601'200));
    EXPECT_EQ(scene.accounts->refresh(scene.ref())->consent_ends_at, scene.clock.now() + seconds{601'200});
}

}  // namespace
}  // namespace roadcase::accounts
