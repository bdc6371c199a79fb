#include "core/text.h"
#include "practice/driver.h"

namespace roadcase::test {
namespace {

/// A device without a browser, and the person with one.
struct Device : Driver {
    using Driver::Driver;

    http::Response start(const http::Params& changes = {}) {
        auto answer = post("/device_authorization", changed({{"scope", "chat:read"},
                                                             {"client_id", "practice-client"},
                                                             {"client_secret", "s3cret:+/"}},
                                                            changes));
        device_code = text(answer, "device_code");
        user_code = text(answer, "user_code");
        return answer;
    }
    http::Response poll() {
        return post("/token", {{"grant_type", "urn:ietf:params:oauth:grant-type:device_code"},
                               {"device_code", device_code},
                               {"client_id", "practice-client"},
                               {"client_secret", "s3cret:+/"}});
    }
    http::Response enter(const std::string& code) {
        return server.handle("GET", "/device", http::Params{{"user_code", code}}.encode(), {}, "");
    }
    http::Response answer(const std::string& word) { return press(word, request_id(enter(user_code))); }

    std::string device_code;
    std::string user_code;
};

TEST(DeviceFlow, IsAnsweredOnAnotherDevice) {
    Device device;
    const auto started = json_of(device.start());
    EXPECT_EQ(started["verification_uri"], "http://127.0.0.1:3000/practice/device");
    EXPECT_EQ(started["verification_uri_complete"],
              "http://127.0.0.1:3000/practice/device?user_code=" + device.user_code);
    EXPECT_EQ(started["expires_in"], 1800);
    EXPECT_EQ(started["interval"], 5);
    EXPECT_EQ(refused(device.poll()), "400 authorization_pending");
    EXPECT_EQ(device.answer("allow").status, 200);
    device.clock.advance(seconds{5});
    const auto tokens = device.poll();
    EXPECT_EQ(tokens.status, 200);
    EXPECT_EQ(text(tokens, "scope"), "chat:read");
    EXPECT_EQ(device.userinfo(text(tokens, "access_token")).status, 200);
    EXPECT_EQ(device.refresh(text(tokens, "refresh_token")).status, 200);
    EXPECT_EQ(refused(device.poll()), "400 invalid_grant");
}

TEST(DeviceFlow, DenyIsTold) {
    Device device;
    device.start();
    EXPECT_NE(device.answer("deny").body.find("You said no"), std::string::npos);
    EXPECT_EQ(refused(device.poll()), "400 access_denied");
}

TEST(DeviceFlow, PollingTooOftenCostsFiveSecondsEachTime) {
    Device device;
    device.start();
    EXPECT_EQ(refused(device.poll()), "400 authorization_pending");
    device.clock.advance(seconds{4});
    EXPECT_EQ(refused(device.poll()), "400 slow_down");
    device.clock.advance(seconds{9});
    EXPECT_EQ(refused(device.poll()), "400 slow_down");
    device.clock.advance(seconds{15});
    EXPECT_EQ(refused(device.poll()), "400 authorization_pending");
}

TEST(DeviceFlow, ACodeEndsAfterHalfAnHour) {
    Device device;
    device.start();
    device.clock.advance(seconds{1800});
    EXPECT_EQ(refused(device.poll()), "400 expired_token");
    EXPECT_EQ(Driver::request_id(device.enter(device.user_code)), "");
}

TEST(DeviceFlow, TheCodeIsTypedAsPeopleType) {
    Device device;
    device.start();
    EXPECT_EQ(device.user_code.size(), 9U);
    EXPECT_EQ(device.user_code.find_first_not_of("BCDFGHJKLMNPQRSTVWXZ-"), std::string::npos);
    auto typed = to_lower(device.user_code);
    typed[4] = ' ';
    EXPECT_NE(Driver::request_id(device.enter(typed)), "");
    EXPECT_NE(device.enter("").body.find("Which code"), std::string::npos);
    EXPECT_EQ(device.enter("").body.find("role=\"alert\""), std::string::npos);
    EXPECT_NE(device.enter("<b>").body.find("role=\"alert\""), std::string::npos);
    EXPECT_EQ(device.enter("<b>").body.find("<b>"), std::string::npos);
}

TEST(DeviceFlow, OneQuestionIsAnsweredOnce) {
    Device device;
    device.start();
    const auto first = Driver::request_id(device.enter(device.user_code));
    const auto second = Driver::request_id(device.enter(device.user_code));
    EXPECT_EQ(device.press("deny", first).status, 200);
    EXPECT_EQ(device.press("allow", second).status, 400);
    EXPECT_EQ(refused(device.poll()), "400 access_denied");
}

TEST(DeviceFlow, OnlyAKnownAppMayStartOne) {
    Device device;
    EXPECT_EQ(refused(device.start({{"client_secret", "wrong"}})), "401 invalid_client");
    EXPECT_EQ(refused(device.start({{"scope", "a\nb"}})), "400 invalid_scope");
    device.device_code = "made-up";
    EXPECT_EQ(refused(device.poll()), "400 invalid_grant");
    device.random.broken = true;
    EXPECT_EQ(refused(device.start()), "500 server_error");
}

TEST(ClientCredentials, GiveATokenThatIsNobodys) {
    Driver driver;
    const auto answer = driver.refresh("", {{"grant_type", "client_credentials"}, {"scope", "chat:read"}});
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(text(answer, "scope"), "chat:read");
    EXPECT_FALSE(json_of(answer).contains("refresh_token"));
    EXPECT_EQ(driver.userinfo(text(answer, "access_token")).status, 401);
    const auto facts = json_of(driver.about("/introspect", text(answer, "access_token")));
    EXPECT_EQ(facts["sub"], "practice-client");
    EXPECT_FALSE(facts.contains("username"));
    EXPECT_EQ(driver.server.token_requests("client_credentials"), 1);
}

TEST(ClientCredentials, AreForAppsWithASecret) {
    auto settings = practice_settings();
    settings.client_secret.clear();
    Driver driver(settings);
    EXPECT_EQ(refused(driver.refresh("", {{"grant_type", "client_credentials"}})), "400 unauthorized_client");
}

TEST(ClientCredentials, AndDeviceCodesAreInTheMetadata) {
    const auto metadata = [](Driver driver) {
        return json_of(driver.server.handle("GET", "/.well-known/oauth-authorization-server", "", {}, ""));
    };
    auto settings = practice_settings();
    EXPECT_EQ(metadata(Driver(settings))["device_authorization_endpoint"],
              "http://127.0.0.1:3000/practice/device_authorization");
    EXPECT_EQ(metadata(Driver(settings))["grant_types_supported"].size(), 4U);
    settings.client_secret.clear();
    EXPECT_EQ(metadata(Driver(settings))["grant_types_supported"].size(), 3U);
}

}  // namespace
}  // namespace roadcase::test
