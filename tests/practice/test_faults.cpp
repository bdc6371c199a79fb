#include <future>
#include <thread>

#include "practice/driver.h"

namespace roadcase::test {
namespace {

TEST(Faults, RememberWhatWasSet) {
    Driver driver;
    EXPECT_FALSE(driver.server.faults().down);
    practice::Faults faults;
    faults.down = true;
    driver.server.set_faults(faults);
    EXPECT_TRUE(driver.server.faults().down);
}

TEST(Faults, DownMeans503ForProgramsAndKeepsEverything) {
    Driver driver;
    const auto tokens = driver.exchange(driver.code());
    practice::Faults faults;
    faults.down = true;
    driver.server.set_faults(faults);
    const auto answer = driver.refresh(text(tokens, "refresh_token"));
    EXPECT_EQ(refused(answer), "503 temporarily_unavailable");
    EXPECT_TRUE(answer.headers.find("Retry-After"));
    EXPECT_EQ(driver.userinfo(text(tokens, "access_token")).status, 503);
    EXPECT_EQ(driver.authorize().status, 200);
    driver.server.set_faults({});
    EXPECT_EQ(driver.refresh(text(tokens, "refresh_token")).status, 200);
}

TEST(Faults, WrongSecretMeansInvalidClientAndKeepsEverything) {
    Driver driver;
    const auto tokens = driver.exchange(driver.code());
    practice::Faults faults;
    faults.wrong_secret = true;
    driver.server.set_faults(faults);
    EXPECT_EQ(refused(driver.refresh(text(tokens, "refresh_token"))), "401 invalid_client");
    driver.server.set_faults({});
    EXPECT_EQ(driver.refresh(text(tokens, "refresh_token")).status, 200);
}

TEST(Faults, NoRefreshTokenLeavesTheOldOneValid) {
    Driver driver;
    const auto tokens = driver.exchange(driver.code());
    practice::Faults faults;
    faults.no_refresh_token = true;
    driver.server.set_faults(faults);
    const auto renewed = driver.refresh(text(tokens, "refresh_token"));
    EXPECT_EQ(renewed.status, 200);
    EXPECT_FALSE(json_of(renewed).contains("refresh_token"));
    EXPECT_EQ(driver.refresh(text(tokens, "refresh_token")).status, 200);
    EXPECT_FALSE(json_of(driver.exchange(driver.code())).contains("refresh_token"));
}

TEST(Faults, RevokeAllEndsEveryGrantAndOpenCode) {
    Driver driver;
    const auto open = driver.code();
    const auto tokens = driver.exchange(driver.code());
    driver.server.revoke_all();
    EXPECT_EQ(driver.userinfo(text(tokens, "access_token")).status, 401);
    EXPECT_EQ(refused(driver.refresh(text(tokens, "refresh_token"))), "400 invalid_grant");
    EXPECT_EQ(refused(driver.exchange(open)), "400 invalid_grant");
}

practice::Faults slow(milliseconds by) {
    practice::Faults faults;
    faults.slow = true;
    faults.slow_by = by;
    return faults;
}

TEST(Faults, SlowHoldsTokenAnswersBackAndNothingElse) {
    Driver driver;
    const auto code = driver.code();
    driver.server.set_faults(slow(milliseconds{30}));
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(driver.exchange(code).status, 200);
    EXPECT_GE(std::chrono::steady_clock::now() - start, milliseconds{30});
    driver.server.set_faults(slow(milliseconds{3'600'000}));
    EXPECT_EQ(driver.userinfo("x").status, 401);
}

TEST(Faults, AChangeLetsTheWaitingGo) {
    Driver driver;
    const auto code = driver.code();
    driver.server.set_faults(slow(milliseconds{3'600'000}));
    auto answer = std::async(std::launch::async, [&] { return driver.exchange(code); });
    EXPECT_EQ(answer.wait_for(milliseconds{20}), std::future_status::timeout);
    driver.server.set_faults({});
    EXPECT_EQ(answer.get().status, 200);
}

TEST(Faults, TheEndLetsTheWaitingGo) {
    ManualClock clock;
    CountingRandom random;
    auto server = std::make_unique<practice::AuthorizationServer>(practice_settings(), clock, random);
    server->set_faults(slow(milliseconds{3'600'000}));
    auto answer = std::async(std::launch::async, [raw = server.get()] {
        return raw->handle("POST", "/token", "grant_type=refresh_token", {}, "");
    });
    while (server->token_requests("refresh_token") == 0) std::this_thread::yield();
    server.reset();
    EXPECT_EQ(answer.get().status, 503);
}

}  // namespace
}  // namespace roadcase::test
