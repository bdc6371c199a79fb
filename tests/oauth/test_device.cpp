#include <gtest/gtest.h>

#include "oauth/device.h"
#include "oauth/label.h"

namespace roadcase::oauth {
namespace {

AuthorizationServer example_server() {
    AuthorizationServer server;
    server.token_endpoint = "https://id.example/token";
    server.device_authorization_endpoint = "https://id.example/device";
    return server;
}

Client example_client() {
    Client client;
    client.client_id = "my-client";
    return client;
}

http::Response answer(int status, std::string body) {
    return {status, {{"Content-Type", "application/json"}}, std::move(body)};
}

constexpr auto good =
    R"({"device_code":"planted-device","user_code":"WDJB-MJHT","verification_uri":"https://id.example/d",)"
    R"("verification_uri_complete":"https://id.example/d?c=WDJB-MJHT","expires_in":600,"interval":10})";

TEST(Device, AsksAndPollsAsTheStandardSays) {
    const auto ask = device_request(example_server(), example_client(), {"chat:read", "chat:edit"});
    EXPECT_EQ(ask.url, "https://id.example/device");
    EXPECT_EQ(ask.body, "scope=chat%3Aread%20chat%3Aedit&client_id=my-client");
    const auto device =
        std::get<DeviceAuthorization>(parse_device_authorization({}, answer(200, good), Time{}));
    const auto poll = device_token_request(example_server(), example_client(), device, {"chat:read"});
    EXPECT_EQ(poll.url, "https://id.example/token");
    EXPECT_EQ(poll.body,
              "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=planted-device"
              "&client_id=my-client");
}

TEST(Device, TwitchCallsItScopesAndWantsThemTwice) {
    auto server = example_server();
    server.forms.device.params = {{"scopes", "{scope}"}};
    server.forms.device_token.params.emplace_back("scopes", "{scope}");
    EXPECT_EQ(device_request(server, example_client(), {"a"}).body, "scopes=a&client_id=my-client");
    EXPECT_NE(device_token_request(server, example_client(), {}, {"a"}).body.find("&scopes=a&"),
              std::string::npos);
}

TEST(Device, ReadsTheAnswer) {
    const auto device =
        std::get<DeviceAuthorization>(parse_device_authorization({}, answer(200, good), Time{}));
    EXPECT_EQ(device.device_code.reveal(), "planted-device");
    EXPECT_EQ(device.user_code, "WDJB-MJHT");
    EXPECT_EQ(device.verification_uri, "https://id.example/d");
    EXPECT_EQ(device.verification_uri_complete, "https://id.example/d?c=WDJB-MJHT");
    EXPECT_EQ(device.expires_in, seconds{600});
    EXPECT_EQ(device.interval, seconds{10});
}

TEST(Device, FillsInWhatIsMissingOrAbsurd) {
    const auto device = std::get<DeviceAuthorization>(parse_device_authorization(
        {},
        answer(200, R"({"device_code":"d","user_code":"U","verification_url":"https://id.example/d",)"
                    R"("verification_uri_complete":"javascript:1","expires_in":-1,"interval":0})"),
        Time{}));
    EXPECT_EQ(device.verification_uri, "https://id.example/d") << "Google's name";
    EXPECT_EQ(device.verification_uri_complete, "");
    EXPECT_EQ(device.expires_in, seconds{1800});
    EXPECT_EQ(device.interval, seconds{5});
}

TEST(Device, RefusesWhatCannotBeShownOrSent) {
    for (const auto* body :
         {"", "[]", R"({"device_code":"d"})",
          R"({"device_code":"d","user_code":"U","verification_uri":"http://id.example/d"})",
          R"({"device_code":"d\n","user_code":"U","verification_uri":"https://id.example/d"})",
          R"({"device_code":"d","user_code":"U\u001b[2J","verification_uri":"https://id.example/d"})"})
        EXPECT_TRUE(
            std::holds_alternative<TokenFailure>(parse_device_authorization({}, answer(200, body), Time{})))
            << body;
    const auto failure = std::get<TokenFailure>(
        parse_device_authorization({}, answer(400, R"({"status":400,"message":"invalid client"})"), Time{}));
    EXPECT_EQ(failure.error, "invalid client");
}

TEST(Device, APollWithoutTokenIsUnderstood) {
    const std::pair<const char*, DevicePoll> rows[] = {
        {R"({"error":"authorization_pending"})", DevicePoll::pending},
        {R"({"status":400,"message":"authorization_pending"})", DevicePoll::pending},
        {R"({"error":"slow_down"})", DevicePoll::slow_down},
        {R"({"error":"access_denied"})", DevicePoll::denied},
        {R"({"error":"expired_token"})", DevicePoll::expired},
        {R"({"status":400,"message":"invalid device code"})", DevicePoll::expired},
        {R"({"error":"invalid_client"})", DevicePoll::failed},
        {"<html>", DevicePoll::failed},
    };
    for (const auto& [body, meaning] : rows) {
        const auto outcome = parse_token_response(example_server(), answer(400, body), Time{});
        EXPECT_EQ(device_poll(std::get<TokenFailure>(outcome)), meaning) << body;
    }
}

TEST(ClientCredentials, AskForTheAppItself) {
    auto client = example_client();
    client.client_secret = Secret("planted-secret");
    EXPECT_EQ(client_credentials_request(example_server(), client, {}).body,
              "grant_type=client_credentials&client_id=my-client&client_secret=planted-secret");
}

}  // namespace
}  // namespace roadcase::oauth
