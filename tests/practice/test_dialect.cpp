#include "core/encoding.h"
#include "practice/answer_shape.h"
#include "practice/driver.h"

namespace roadcase::test {
namespace {

using practice::Challenge;
using practice::Door;
using practice::Encoding;
using practice::Proof;
using practice::Purpose;

/// The practice settings with every door of that purpose bent.
template <class Bend>
practice::PracticeSettings bent(Purpose purpose, Bend bend) {
    auto settings = practice_settings();
    for (auto& door : settings.dialect.doors)
        if (door.purpose == purpose) bend(door);
    return settings;
}

TEST(Template, OnePlaceholderBecomesItsValueAndOneWithoutTakesItsMember) {
    const OrderedJson shape{
        {"number", "{n}"}, {"text", "a {n} b"}, {"gone", "{none}"}, {"list", {"{n}", "{none}"}}};
    EXPECT_EQ(dump(practice::fill(shape, {{"n", 7}})), R"({"number":7,"text":"a 7 b","list":[7]})");
}

TEST(Template, WhatIsFilledInIsNotFilledAgain) {
    EXPECT_EQ(practice::fill(std::string("x{a}{}{"), {{"a", "{b}"}, {"b", 1}}), "x{b}{}{");
}

TEST(Encodings, OtherThanTheDoorsAreRefused) {
    Driver driver(bent(Purpose::renewal, [](Door& door) { door.encoding = Encoding::json; }));
    const auto token = text(driver.exchange(driver.code()), "refresh_token");
    const auto ask = [&](const std::string& type, const std::string& body) {
        return driver.server.handle("POST", "/token", "", {{"Content-Type", type}}, body);
    };
    const Json json{{"grant_type", "refresh_token"},
                    {"refresh_token", token},
                    {"client_id", "practice-client"},
                    {"client_secret", "s3cret:+/"}};
    EXPECT_EQ(refused(driver.refresh(token)), "400 unsupported_grant_type");
    EXPECT_EQ(refused(ask("text/plain", dump(json))), "400 invalid_request");
    EXPECT_EQ(ask("application/json", dump(json)).status, 200);
}

struct ProofCase {
    Proof proof;
    http::Params params;
    http::Headers headers;
    int status;
};

TEST(Proofs, AreTakenInTheDoorsWayOnly) {
    const http::Params none{};
    const http::Params id{{"client_id", "practice-client"}};
    const http::Params secret{{"client_secret", "s3cret:+/"}};
    const http::Params both{{"client_id", "practice-client"}, {"client_secret", "s3cret:+/"}};
    const http::Headers plain{};
    const http::Headers basic{{"Authorization", "Basic " + base64_encode("practice-client:s3cret%3A%2B%2F")}};
    const http::Headers header{{"Client-ID", "practice-client"}};
    const ProofCase cases[] = {
        {Proof::parameters, both, plain, 200}, {Proof::parameters, none, basic, 401},
        {Proof::parameters, id, plain, 401},   {Proof::basic, none, basic, 200},
        {Proof::basic, both, plain, 401},      {Proof::basic, secret, basic, 400},
        {Proof::id, id, plain, 200},           {Proof::id, both, plain, 400},
        {Proof::id, none, plain, 401},         {Proof::id, id, basic, 400},
        {Proof::secret, secret, plain, 200},   {Proof::secret, both, plain, 400},
        {Proof::header, secret, header, 200},  {Proof::header, both, header, 400},
        {Proof::header, secret, plain, 401},   {Proof::nothing, none, plain, 200},
        {Proof::nothing, id, plain, 400},      {Proof::nothing, secret, plain, 400},
    };
    int number = 0;
    for (const auto& each : cases) {
        SCOPED_TRACE(number++);
        Driver driver(bent(Purpose::revocation, [&](Door& door) { door.proof = each.proof; }));
        auto params = each.params;
        params.add("token", "planted-token");
        EXPECT_EQ(driver.post("/revoke", params, each.headers).status, each.status);
    }
}

TEST(Parts, ThatADoorWantsOrForbidsAreLookedAt) {
    Driver driver(bent(Purpose::person, [](Door& door) {
        door.headers = {{"Client-Id", "{client_id}"}, {"User-Agent", "*"}, {"X-Old", ""}};
    }));
    const auto access = text(driver.exchange(driver.code()), "access_token");
    const auto ask = [&](http::Headers headers) {
        headers.add("Authorization", "Bearer " + access);
        return driver.server.handle("GET", "/userinfo", "", headers, "").status;
    };
    EXPECT_EQ(ask({{"Client-Id", "practice-client"}, {"User-Agent", "any"}}), 200);
    EXPECT_EQ(ask({{"Client-Id", "another"}, {"User-Agent", "any"}}), 400);
    EXPECT_EQ(ask({{"Client-Id", "practice-client"}}), 400);
    EXPECT_EQ(ask({{"Client-Id", "practice-client"}, {"User-Agent", "any"}, {"X-Old", "1"}}), 400);
}

TEST(Pkce, MayBeHexOrUnknown) {
    auto settings = practice_settings();
    settings.dialect.challenge = Challenge::hex;
    Driver hex(settings);
    const auto code = hex.code({{"code_challenge", hex_encode(sha256(verifier.reveal()))}});
    EXPECT_EQ(hex.exchange(code).status, 200);
    EXPECT_EQ(Driver::came_back(hex.authorize()).get("error"), "invalid_request");
    settings.dialect.challenge = Challenge::refused;
    settings.require_pkce = false;
    Driver unknown(settings);
    EXPECT_EQ(Driver::came_back(unknown.authorize()).get("error"), "invalid_request");
}

TEST(Scopes, AreJoinedInTheDialectsWay) {
    auto settings = practice_settings();
    settings.dialect.known_scopes = {"chat:read", "chat:edit"};
    settings.dialect.scope_separator = '+';
    Driver driver(settings);
    const auto ask = [&](const std::string& scope) {
        return driver.server.handle("GET", "/authorize",
                                    driver.authorize_params({{"scope", ""}}).encode() + "&scope=" + scope, {},
                                    "");
    };
    EXPECT_EQ(ask("chat%3Aread+chat%3Aedit").status, 200);
    for (const std::string wrong : {"chat%3Aread%2Bchat%3Aedit", "chat%3Aread%20chat%3Aedit", "chat%3Aall"})
        EXPECT_EQ(Driver::came_back(ask(wrong)).get("error"), "invalid_scope") << wrong;
}

TEST(RefreshTokens, AreGivenToWhoeverAsksInTheDialectsWay) {
    auto settings = practice_settings();
    settings.dialect.refresh_token_needs = {{"access_type", "offline"}, {"scope", "chat:read"}};
    Driver driver(settings);
    EXPECT_TRUE(
        json_of(driver.exchange(driver.code({{"access_type", "offline"}}))).contains("refresh_token"));
    EXPECT_FALSE(json_of(driver.exchange(driver.code())).contains("refresh_token"));
    EXPECT_FALSE(json_of(driver.exchange(driver.code({{"access_type", "offline"}, {"scope", "chat:edit"}})))
                     .contains("refresh_token"));
}

TEST(RefreshTokens, ThatAreKeptWorkAgainAndAgain) {
    auto settings = practice_settings();
    settings.dialect.rotation = practice::Rotation::kept;
    Driver driver(settings);
    const auto token = text(driver.exchange(driver.code()), "refresh_token");
    for (int i = 0; i < 2; ++i) {
        const auto renewed = driver.refresh(token);
        EXPECT_EQ(renewed.status, 200);
        EXPECT_FALSE(json_of(renewed).contains("refresh_token"));
    }
}

TEST(AccessTokens, MayRenewThemselvesOnceTheyAreOldEnough) {
    Driver driver(bent(Purpose::renewal, [](Door& door) {
        door.takes_access_token = true;
        door.not_before = seconds{30};
        door.lifetime = seconds{86'400};
    }));
    const auto access = text(driver.exchange(driver.code()), "access_token");
    EXPECT_EQ(refused(driver.refresh(access)), "400 invalid_request");
    driver.clock.advance(seconds{30});
    const auto renewed = driver.refresh(access);
    EXPECT_EQ(json_of(renewed)["expires_in"], 86'400);
    driver.clock.advance(seconds{30});
    EXPECT_EQ(refused(driver.refresh(access)), "400 invalid_grant");
    EXPECT_EQ(driver.refresh(text(renewed, "access_token")).status, 200);
}

TEST(Answers, AreFormsForThoseWhoDoNotAskForJson) {
    Driver driver(bent(Purpose::code, [](Door& door) { door.form_unless_json = true; }));
    const auto answer = driver.exchange(driver.code());
    EXPECT_EQ(answer.headers.find("Content-Type"), "application/x-www-form-urlencoded");
    EXPECT_EQ(http::parse_params(answer.body)->get("scope"), "chat:read chat:edit");
}

TEST(Errors, AreSaidInTheDialectsWords) {
    auto settings = practice_settings();
    settings.dialect.errors["invalid_grant"] = {200, {{"ok", false}, {"error", "invalid_code"}}};
    settings.dialect.errors["invalid_client"] = {0, {{"message", "Unauthorized"}, {"error", "{status}"}}};
    Driver driver(settings);
    EXPECT_EQ(refused(driver.exchange("made-up")), "200 invalid_code");
    const auto stranger = driver.exchange("made-up", {{"client_secret", "wrong"}});
    EXPECT_EQ(stranger.status, 401);
    EXPECT_EQ(json_of(stranger)["error"], 401);
}

TEST(Revocation, MayTakeEverything) {
    auto settings = practice_settings();
    settings.dialect.revokes_all = true;
    Driver driver(settings);
    const auto tokens = driver.exchange(driver.code());
    driver.about("/revoke", text(tokens, "access_token"));
    EXPECT_EQ(refused(driver.refresh(text(tokens, "refresh_token"))), "400 invalid_grant");
    EXPECT_EQ(driver.server.answered(Purpose::revocation), 1);
}

TEST(Denial, MayBringNothingBack) {
    auto settings = practice_settings();
    settings.dialect.denied.clear();
    Driver driver(settings);
    const auto back = driver.press("deny", Driver::request_id(driver.authorize()));
    EXPECT_EQ(back.headers.find("Location"), callback);
}

}  // namespace
}  // namespace roadcase::test
