#include <gtest/gtest.h>

#include "core/encoding.h"
#include "oauth/token.h"

namespace roadcase::oauth {
namespace {

AuthorizationServer example_server() {
    AuthorizationServer server;
    server.token_endpoint = "https://id.example/token?v=2";
    server.revocation_endpoint = "https://id.example/revoke";
    return server;
}

Client example_client(ClientAuthMethod method, const char* secret = "p/w:+ ~") {
    Client client;
    client.client_id = "id:1";
    client.client_secret = Secret(secret);
    client.token_endpoint_auth_method = method;
    return client;
}

AuthorizationCode example_code() {
    AuthorizationResponse response;
    response.code = Secret("the&code");
    return *accept_response(AuthorizationServer{}, response);
}

std::string header(const http::Request& request, std::string_view name) {
    return std::string(request.headers.find(name).value_or("(none)"));
}

TEST(TokenRequest, CodeAsAFormWithTheSecretInTheBody) {
    const auto request = code_request(example_server(), example_client(ClientAuthMethod::client_secret_post),
                                      example_code(), "http://localhost:3000/success", Secret("ver"));
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.url, "https://id.example/token?v=2");
    EXPECT_EQ(
        request.body,
        "grant_type=authorization_code&code=the%26code&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Fsuccess"
        "&code_verifier=ver&client_id=id%3A1&client_secret=p%2Fw%3A%2B%20~");
    EXPECT_EQ(header(request, "Content-Type"), "application/x-www-form-urlencoded");
    EXPECT_EQ(header(request, "Accept"), "application/json");
    EXPECT_EQ(header(request, "Authorization"), "(none)");
}

TEST(TokenRequest, WithoutPkceNoVerifier) {
    const auto request = code_request(example_server(), example_client(ClientAuthMethod::client_secret_post),
                                      example_code(), "http://localhost:3000/success", Secret());
    EXPECT_EQ(request.body.find("code_verifier"), std::string::npos);
}

TEST(TokenRequest, BasicKeepsTheClientOutOfTheBody) {
    auto server = example_server();
    const auto client = example_client(ClientAuthMethod::client_secret_basic);
    const auto request = refresh_request(server, client, Secret("old"), {});
    EXPECT_EQ(request.body, "grant_type=refresh_token&refresh_token=old");
    EXPECT_EQ(header(request, "Authorization"), "Basic " + base64_encode("id%3A1:p%2Fw%3A%2B%20~"));
    server.basic_encoding = BasicEncoding::raw;
    EXPECT_EQ(header(refresh_request(server, client, Secret("old"), {}), "Authorization"),
              "Basic " + base64_encode("id:1:p/w:+ ~"));
}

TEST(TokenRequest, UnreservedCharactersAreLeftAloneInBasic) {
    auto client = example_client(ClientAuthMethod::client_secret_basic, "a-b.c_d~e");
    client.client_id = "x-1.y_z~";
    EXPECT_EQ(header(refresh_request(example_server(), client, Secret("old"), {}), "Authorization"),
              "Basic " + base64_encode("x-1.y_z~:a-b.c_d~e"));
}

TEST(TokenRequest, APublicClientNamesItselfInTheBodyWhateverItsMethod) {
    for (const auto method : {ClientAuthMethod::client_secret_basic, ClientAuthMethod::client_secret_post}) {
        const auto request = refresh_request(example_server(), example_client(method, ""), Secret("old"), {});
        EXPECT_EQ(request.body, "grant_type=refresh_token&refresh_token=old&client_id=id%3A1");
        EXPECT_EQ(header(request, "Authorization"), "(none)");
    }
    const auto request = refresh_request(example_server(), example_client(ClientAuthMethod::none, "ignored"),
                                         Secret("old"), {});
    EXPECT_EQ(request.body, "grant_type=refresh_token&refresh_token=old&client_id=id%3A1");
}

TEST(TokenRequest, EverythingInTheQueryForServersThatCannotReadABody) {
    auto server = example_server();
    server.forms.renewal.encoding = Encoding::query;
    const auto request =
        refresh_request(server, example_client(ClientAuthMethod::client_secret_post, "s"), Secret("old"), {});
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.body, "");
    EXPECT_EQ(request.url,
              "https://id.example/token?v=2&grant_type=refresh_token&refresh_token=old&client_id=id%3A1"
              "&client_secret=s");
}

TEST(TokenRequest, RevocationNamesTheKindOfToken) {
    const auto request = revocation_request(example_server(), example_client(ClientAuthMethod::none, ""),
                                            Secret("old"), "refresh_token");
    EXPECT_EQ(request.url, "https://id.example/revoke");
    EXPECT_EQ(request.body, "token=old&token_type_hint=refresh_token&client_id=id%3A1");
}

TEST(ClientAuthMethods, HaveTheNamesOfRfc8414) {
    for (const std::string name : {"client_secret_basic", "client_secret_post", "none"}) {
        const auto method = client_auth_method(name);
        ASSERT_TRUE(method) << name;
        EXPECT_EQ(to_string(*method), name);
    }
    EXPECT_FALSE(client_auth_method("private_key_jwt"));
    EXPECT_FALSE(client_auth_method(""));
}

}  // namespace
}  // namespace roadcase::oauth
