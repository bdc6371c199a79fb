#include <sys/stat.h>

#include <fstream>
#include <iterator>
#include <thread>

#include "practice/driver.h"
#include "support/temp_dir.h"

namespace roadcase::test {
namespace {

practice::PracticeSettings kept_in(const TempDir& folder) {
    auto settings = practice_settings();
    settings.state_file = folder / "practice.json";
    return settings;
}

std::string content(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

/// A second driver draws the same "random" bytes as the first; this one must not.
void spend_randomness(Driver& driver) {
    for (int i = 0; i < 100; ++i) driver.authorize();
}

TEST(Restart, GrantsSurviveIt) {
    TempDir folder;
    http::Response tokens;
    {
        Driver before(kept_in(folder));
        tokens = before.exchange(before.code());
    }
    Driver after(kept_in(folder));
    spend_randomness(after);
    EXPECT_EQ(after.userinfo(text(tokens, "access_token")).status, 200);
    EXPECT_EQ(after.refresh(text(tokens, "refresh_token")).status, 200);
    EXPECT_EQ(refused(after.refresh(text(tokens, "refresh_token"))), "400 invalid_grant");
}

TEST(Restart, SoDoRotationAndRevocation) {
    TempDir folder;
    std::string old, next, gone;
    {
        Driver before(kept_in(folder));
        old = text(before.exchange(before.code()), "refresh_token");
        next = text(before.refresh(old), "refresh_token");
        gone = text(before.exchange(before.code()), "refresh_token");
        before.about("/revoke", gone);
    }
    Driver after(kept_in(folder));
    spend_randomness(after);
    EXPECT_EQ(refused(after.refresh(gone)), "400 invalid_grant");
    EXPECT_EQ(refused(after.refresh(old)), "400 invalid_grant");
    EXPECT_EQ(refused(after.refresh(next)), "400 invalid_grant");
}

TEST(Restart, AfterRevokeAllNothingIsLeft) {
    TempDir folder;
    std::string token;
    {
        Driver before(kept_in(folder));
        token = text(before.exchange(before.code()), "refresh_token");
        before.server.revoke_all();
    }
    Driver after(kept_in(folder));
    EXPECT_EQ(refused(after.refresh(token)), "400 invalid_grant");
}

TEST(StateFile, IsPrivateAndHoldsNoToken) {
    TempDir folder;
    Driver driver(kept_in(folder));
    const auto code = driver.code();
    const auto tokens = driver.exchange(code);
    struct stat info {};
    ASSERT_EQ(stat((folder / "practice.json").c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600U);
    const auto file = content(folder / "practice.json");
    EXPECT_NE(file.find("chat:read"), std::string::npos);
    for (const auto& secret : {code, text(tokens, "access_token"), text(tokens, "refresh_token")})
        EXPECT_EQ(file.find(secret), std::string::npos);
}

TEST(StateFile, ABrokenOneMeansAnEmptyState) {
    TempDir folder;
    {
        Driver before(kept_in(folder));
        before.exchange(before.code());
    }
    const auto good = content(folder / "practice.json");
    const std::string broken[] = {"",
                                  "nonsense",
                                  "[]",
                                  "{}",
                                  R"({"version":2,"grants":[]})",
                                  R"({"version":1,"grants":[{"id":7}]})",
                                  R"({"version":1,"grants":{"a":[]}})",
                                  good.substr(0, good.size() / 2)};
    for (const auto& text_of_file : broken) {
        std::ofstream(folder / "practice.json", std::ios::binary) << text_of_file;
        Driver driver(kept_in(folder));
        EXPECT_EQ(driver.exchange(driver.code()).status, 200) << text_of_file;
    }
}

TEST(StateFile, AnUnwritablePlaceStopsNoSignIn) {
    auto settings = practice_settings();
    settings.state_file = "/nonexistent/practice.json";
    Driver driver(settings);
    EXPECT_EQ(driver.exchange(driver.code()).status, 200);
}

TEST(Threads, EachRefreshTokenIsSpentOnce) {
    Driver driver;
    const auto token = text(driver.exchange(driver.code()), "refresh_token");
    std::atomic<int> granted{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i)
        threads.emplace_back([&] { granted += driver.refresh(token).status == 200 ? 1 : 0; });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(granted, 1);
    EXPECT_EQ(driver.server.token_requests("refresh_token"), 8);
}

}  // namespace
}  // namespace roadcase::test
