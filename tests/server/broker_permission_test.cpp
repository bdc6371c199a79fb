#include "server/broker_permission.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "support/fake_transport.h"
#include "support/temp_dir.h"

namespace roadcase::server {
namespace {

using brokers::PermissionQuestion;
using brokers::PermissionSettings;

const PermissionQuestion question{.broker = "live",
                                  .subjects = {{"live", "stream-1", "viewer"}},
                                  .terms = {"u-1", seconds{60}, {}},
                                  .origin = {},
                                  .key = {}};

PermissionSettings by_command(const std::string& script, milliseconds timeout = milliseconds{10'000}) {
    PermissionSettings settings;
    settings.command = {"sh", "-c", script};
    settings.timeout = timeout;
    return settings;
}

/// A transport that is closed after it was looked at so often.
class ClosingTransport final : public http::Transport {
  public:
    explicit ClosingTransport(int looks) : looks_(looks) {}
    Result<http::Response> send(const http::Request&) override {
        return fail(ErrorKind::unavailable, "", "Stopping.", "It no longer waits for auth.example.");
    }
    bool is_closed() const override { return --looks_ < 0; }

  private:
    mutable int looks_;
};

TEST(BrokerPermission, ForwardsWhatIsListedAndNothingOfOurs) {
    const http::Headers callers{{"cookie", "session=s1; rc_flow_3000_1=planted; theme=dark"},
                                {"Cookie", "rc_other=planted"},
                                {"Authorization", "Bearer theirs"},
                                {"X-API-Key", "rck_planted"},
                                {"Host", "localhost:3000"},
                                {"X-User", "a"},
                                {"x-user", "b"},
                                {"X-Other", "c"}};
    const auto forwarded = forwarded_headers(
        {"Cookie", "COOKIE", "Authorization", "X-API-Key", "Host", "X-User", "X-None"}, callers);
    EXPECT_EQ(forwarded.size(), 3u);
    EXPECT_EQ(forwarded.find("Cookie"), "session=s1; theme=dark");
    EXPECT_EQ(forwarded.find("Authorization"), "Bearer theirs");
    EXPECT_EQ(forwarded.find("X-User"), "a, b");
}

TEST(BrokerPermission, OurKeysAndHandlesAreNeverForwarded) {
    for (const auto* value :
         {"Bearer rck_planted", "bearer rck_planted", "rck_planted", "Bearer rcr_planted"})
        EXPECT_EQ(forwarded_headers({"Authorization"}, {{"Authorization", value}}).size(), 0u) << value;
}

TEST(BrokerPermission, ACookieWithAKeyTakesNoOtherWithIt) {
    const http::Headers callers{{"Cookie", "a=1; stolen=rck_planted; session=s1; h=rcr_planted"},
                                {"X-User", "rck_planted, b"}};
    const auto forwarded = forwarded_headers({"Cookie", "X-User"}, callers);
    EXPECT_EQ(forwarded.find("Cookie"), "a=1; session=s1");
    EXPECT_EQ(forwarded.find("X-User"), std::nullopt) << "other fields are one thing";
    EXPECT_EQ(forwarded_headers({"Cookie"}, {{"Cookie", "a=rck_planted"}}).size(), 0u);
}

TEST(BrokerPermission, AsksTheService) {
    test::ScriptedTransport transport;
    transport.answers.push_back(test::json_answer(200, R"({"ttl":30})"));
    PermissionSettings settings;
    settings.url = "https://auth.example/may";
    const auto answer = ask_permission(settings, question, {{"Cookie", "a=b"}}, transport);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->ttl, seconds{30});
    ASSERT_EQ(transport.requests().size(), 1u);
    EXPECT_EQ(transport.requests()[0].headers.find("Cookie"), "a=b");
}

TEST(BrokerPermission, AServiceThatIsDownIsNoYesAndNotNamed) {
    test::ScriptedTransport transport;
    transport.answers.push_back(fail(ErrorKind::unavailable, "E404", "auth.example is not answering.",
                                     "auth.example is too slow.", "Look at auth.example."));
    PermissionSettings settings;
    settings.url = "https://auth.example/may";
    const auto answer = ask_permission(settings, question, {}, transport);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::unavailable);
    EXPECT_EQ(answer.error().one_line().find("auth.example"), std::string::npos);
    EXPECT_EQ(transport.requests().size(), 1u) << "asked once";
}

TEST(BrokerPermission, AtAStopTheServiceIsNotNamed) {
    ClosingTransport closing(0);
    PermissionSettings settings;
    settings.url = "https://auth.example/may";
    const auto answer = ask_permission(settings, question, {}, closing);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().detail, "Roadcase is stopping.");
    EXPECT_EQ(answer.error().one_line().find("auth.example"), std::string::npos);
}

TEST(BrokerPermission, RunsTheCommandWithTheQuestionAndNothingElseOfOurs) {
    const test::TempDir temp;
    test::ScriptedTransport transport;
    ::setenv("PLANTED", "planted-environment-secret", 1);
    const auto answer = ask_permission(
        by_command("cat > " + (temp / "in") + "; env > " + (temp / "env") + R"(; echo '{"user":"u-1"}')"),
        question, {{"Authorization", "Bearer theirs"}, {"X-API-Key", "rck_planted"}}, transport);
    ::unsetenv("PLANTED");
    ASSERT_TRUE(answer) << answer.error().one_line();
    EXPECT_EQ(answer->user, "u-1");
    const auto read = [&](const char* name) {
        std::ifstream in(temp / name);
        return std::string(std::istreambuf_iterator<char>(in), {});
    };
    EXPECT_EQ(read("in"),
              R"({"broker":"live","wants":[{"place":"stream-1","role":"viewer"}],"user":"u-1","ttl":60,)"
              R"("scopes":[],"headers":{"Authorization":"Bearer theirs"}})"
              "\n");
    EXPECT_EQ(read("env").find("planted"), std::string::npos);
    EXPECT_NE(read("env").find("PATH="), std::string::npos);
}

TEST(BrokerPermission, TheCommandsExitStatusIsTheAnswer) {
    test::ScriptedTransport transport;
    const struct {
        const char* script;
        std::optional<ErrorKind> kind;
    } table[] = {{"exit 0", {}},
                 {"exit 1", ErrorKind::denied},
                 {"exit 2", ErrorKind::unauthorized_key},
                 {"exit 3", ErrorKind::unavailable},
                 {"kill -9 $$", ErrorKind::unavailable},
                 {"echo nonsense", ErrorKind::unavailable},
                 {"head -c 70000 /dev/zero", ErrorKind::unavailable}};
    for (const auto& [script, kind] : table) {
        const auto answer = ask_permission(by_command(script), question, {}, transport);
        EXPECT_EQ(answer.has_value(), !kind) << script;
        EXPECT_TRUE(answer || answer.error().kind == kind) << script;
    }
    PermissionSettings missing;
    missing.command = {"/planted/no-such-program"};
    const auto answer = ask_permission(missing, question, {}, transport);
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, ErrorKind::unavailable);
    EXPECT_EQ(answer.error().one_line().find("planted"), std::string::npos);
}

TEST(BrokerPermission, ACommandThatIsLateIsEnded) {
    test::ScriptedTransport transport;
    const auto late = ask_permission(by_command("sleep 60", milliseconds{200}), question, {}, transport);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, ErrorKind::unavailable);
    ClosingTransport closing(2);
    EXPECT_FALSE(ask_permission(by_command("sleep 60", milliseconds{60'000}), question, {}, closing))
        << "the process is ending";
}

}  // namespace
}  // namespace roadcase::server
