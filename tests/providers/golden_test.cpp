#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "core/json.h"
#include "core/text.h"
#include "oauth/device.h"
#include "oauth/pkce.h"
#include "oauth/token.h"
#include "providers/golden.h"
#include "providers/golden_answers.h"

namespace roadcase::test {
namespace {

using oauth::AuthorizationCode;
using Scopes = std::vector<std::string>;

/// The verifier of RFC 7636 appendix B, whose challenge everybody can look up.
const Secret verifier("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
const Secret access("planted-access");
const Secret refresh("planted-refresh");
/// One file; each section is compared with what the program does.
class GoldenFile : public testing::TestWithParam<std::string> {
  protected:
    void SetUp() override {
        auto read = read_golden(GetParam());
        ASSERT_TRUE(read) << read.error().one_line();
        golden = std::move(*read);
    }

    const oauth::AuthorizationServer& server() const { return golden.provider.server; }
    const oauth::Client& client() const { return golden.client; }

    /// A section that a preset's own file must have, exactly when the preset has the thing.
    void expect_there(const char* section, bool is_there, bool is_needed) const {
        EXPECT_TRUE(!golden.is_main || is_there == is_needed) << section;
    }

    /// The request that `make` writes for these scopes is the section's; `more` reads its further keys.
    void check_request(TomlReader& file, const char* section, bool is_needed,
                       const std::function<http::Request(const Scopes&)>& make,
                       const std::function<void(TomlReader&)>& more = {}) const {
        SCOPED_TRACE(section);
        const auto* table = file.table(section);
        expect_there(section, table != nullptr, is_needed || table != nullptr);
        if (table == nullptr) return;
        TomlReader reader(*table);
        const auto wanted = wanted_text(reader);
        EXPECT_EQ(text_of(make(reader.texts("scopes").value_or(client().scopes))), wanted);
        if (more) more(reader);
        expect_all_read(reader);
    }

    void check_authorization(TomlReader& file) const;
    std::optional<AuthorizationCode> check_redirects(TomlReader& file) const;
    void check_code(TomlReader& file, const std::optional<AuthorizationCode>& code) const;
    void check_renewal(TomlReader& file) const;
    void check_device(TomlReader& file) const;
    void check_revocations(TomlReader& file) const;
    void check_validation(TomlReader& file) const;
    void check_identity(TomlReader& file) const;
    void check_registration(TomlReader& file) const;
    void check_answers(TomlReader& file) const;

    Golden golden;
};

void GoldenFile::check_authorization(TomlReader& file) const {
    const auto* table = file.table("authorization");
    expect_there("authorization", table != nullptr, true);
    if (table == nullptr) return;
    TomlReader reader(*table);
    oauth::AuthorizationRequest request{client().redirect_uri, client().scopes, "STATE", {}, {}, {}};
    if (server().pkce) request.code_challenge = oauth::s256_challenge(verifier, server().challenge_encoding);
    EXPECT_EQ(authorization_url(server(), client(), request), reader.text("url").value_or(""));
    const bool can_choose = !server().account_choice_params.empty();
    expect_there("account_choice_url", reader.has("account_choice_url"), can_choose);
    request.extra = server().account_choice_params;
    if (const auto url = reader.text("account_choice_url")) {
        EXPECT_EQ(authorization_url(server(), client(), request), *url);
    }
    expect_all_read(reader);
}

/// The code of the first redirect that brings one.
std::optional<AuthorizationCode> GoldenFile::check_redirects(TomlReader& file) const {
    std::optional<AuthorizationCode> code;
    bool has_denial = false;
    for (const auto* table : file.tables("redirect")) {
        TomlReader reader(*table);
        const auto query = reader.text("query").value_or("");
        const auto error = reader.text("error").value_or("");
        SCOPED_TRACE(query);
        auto accepted = oauth::parse_authorization_response(query).and_then(
            [&](auto&& response) { return oauth::accept_response(server(), std::move(response)); });
        EXPECT_EQ(accepted ? "" : accepted.error().code, error);
        has_denial = has_denial || !error.empty();
        if (accepted && !code) code = std::move(*accepted);
        expect_all_read(reader);
    }
    expect_there("a redirect with a code", code.has_value(), true);
    expect_there("a redirect with an error", has_denial, true);
    return code;
}

void GoldenFile::check_code(TomlReader& file, const std::optional<AuthorizationCode>& code) const {
    if (!code) return;
    check_request(file, "code", true, [&](const Scopes&) {
        return oauth::code_request(server(), client(), *code, client().redirect_uri,
                                   server().pkce ? verifier : Secret());
    });
    check_request(file, "exchange", server().forms.exchange.has_value(), [&](const Scopes&) {
        return oauth::exchange_request(server(), client(), access).value_or(http::Request());
    });
}

void GoldenFile::check_renewal(TomlReader& file) const {
    check_request(
        file, "renewal", false,
        [&](const Scopes& scopes) { return oauth::refresh_request(server(), client(), refresh, scopes); },
        [&](TomlReader& reader) {
            EXPECT_EQ(golden.provider.lifetimes.renewal_not_before.count(),
                      reader.duration_seconds("not_before").value_or(0));
        });
    check_request(file, "client_credentials", false, [&](const Scopes& scopes) {
        return oauth::client_credentials_request(server(), client(), scopes);
    });
}

void GoldenFile::check_device(TomlReader& file) const {
    const bool needed = !server().device_authorization_endpoint.empty();
    check_request(
        file, "device", needed,
        [&](const Scopes& scopes) { return oauth::device_request(server(), client(), scopes); },
        [&](TomlReader& reader) {
            const auto body = reader.text("answer");
            const auto address = reader.text("verification_uri").value_or("");
            if (!body) return;
            const auto read =
                oauth::parse_device_authorization(server(), http::Response{200, {}, *body}, golden_now);
            const auto* device = std::get_if<oauth::DeviceAuthorization>(&read);
            ASSERT_NE(device, nullptr);
            EXPECT_EQ(device->verification_uri, address);
            EXPECT_EQ(device->device_code.reveal(), "planted-device");
        });
    oauth::DeviceAuthorization device;
    device.device_code = Secret("planted-device");
    check_request(file, "device_token", needed, [&](const Scopes& scopes) {
        return oauth::device_token_request(server(), client(), device, scopes);
    });
}

void GoldenFile::check_revocations(TomlReader& file) const {
    std::vector<std::string> told;
    for (const auto* table : file.tables("revocation")) {
        TomlReader reader(*table);
        const auto kind = reader.text("token").value_or("");
        SCOPED_TRACE("revocation of " + kind);
        const auto& token = kind == "refresh_token" ? refresh : access;
        const auto wanted = wanted_text(reader);
        EXPECT_EQ(text_of(oauth::revocation_request(server(), client(), token, kind)), wanted);
        told.push_back(kind);
        expect_all_read(reader);
    }
    expect_there("revocation", !told.empty(), !server().revocation_endpoint.empty());
    EXPECT_TRUE(told.empty() || told == server().revoked_tokens);
}

void GoldenFile::check_validation(TomlReader& file) const {
    const auto& validation = golden.provider.validation;
    check_request(
        file, "validation", !validation.request.url.empty(),
        [&](const Scopes&) {
            return oauth::make_request(validation.request, {}, server(), client(),
                                       {{"access_token", access.reveal()}});
        },
        [&](TomlReader& reader) {
            EXPECT_EQ(validation.every.value_or(seconds{0}).count(),
                      reader.duration_seconds("every").value_or(0));
            for (const auto* table : reader.tables("answer")) {
                TomlReader answer(*table);
                EXPECT_EQ(providers::says_alive(validation, answer_of(answer)), answer.boolean("alive"));
                expect_all_read(answer);
            }
        });
}

/// The text of the first pointer that leads to one.
std::string text_at(const std::string& answer, const std::vector<std::string>& pointers) {
    const auto json = parse_json(answer).value_or(Json());
    for (const auto& pointer : pointers)
        if (const auto text = text_at_pointer(json, pointer); text && !text->empty()) return *text;
    return {};
}

void GoldenFile::check_identity(TomlReader& file) const {
    const auto& identity = golden.provider.identity;
    const bool can_say = !identity.request.url.empty() || !server().userinfo_endpoint.empty();
    check_request(
        file, "identity", can_say,
        [&](const Scopes&) {
            return oauth::make_request(identity.request, server().userinfo_endpoint, server(), client(),
                                       {{"access_token", access.reveal()}});
        },
        [&](TomlReader& reader) {
            const auto answer = reader.text("answer").value_or("");
            EXPECT_EQ(text_at(answer, identity.subject), reader.text("subject").value_or(""));
            EXPECT_EQ(text_at(answer, identity.display_name), reader.text("display_name").value_or(""));
            EXPECT_EQ(text_at(reader.text("empty_answer").value_or("{}"), identity.subject), "");
        });
}

void GoldenFile::check_registration(TomlReader& file) const {
    const auto& registration = golden.provider.registration;
    check_request(
        file, "registration", !registration.request.url.empty(),
        [&](const Scopes& scopes) {
            return oauth::make_request(
                registration.request, {}, server(), client(),
                {{"redirect_uri", client().redirect_uri}, {"scope", join(scopes, " ")}});
        },
        [&](TomlReader& reader) {
            const auto answer = parse_json(reader.text("answer").value_or("")).value_or(Json());
            EXPECT_EQ(text_at_pointer(answer, registration.client_id), reader.text("client_id"));
            EXPECT_EQ(text_at_pointer(answer, registration.client_secret), reader.text("client_secret"));
        });
}

void GoldenFile::check_answers(TomlReader& file) const {
    const auto seen = check_token_answers(server(), file.tables("answer"));
    expect_there("an answer with tokens", seen.tokens, true);
    expect_there("an answer with an error", seen.failure, true);
    expect_there("renewal", file.has("renewal"), seen.refresh_token);
}

TEST_P(GoldenFile, IsWhatTheProgramSendsAndReads) {
    TomlReader file(golden.root);
    for (const auto* key : {"provider", "preset_changes"}) (void)file.text(key);
    for (const auto* key : {"client", "metadata"}) (void)file.table(key);
    check_authorization(file);
    check_code(file, check_redirects(file));
    check_renewal(file);
    check_device(file);
    check_revocations(file);
    check_validation(file);
    check_identity(file);
    check_registration(file);
    check_answers(file);
    expect_all_read(file);
}

INSTANTIATE_TEST_SUITE_P(Providers, GoldenFile, testing::ValuesIn(golden_names()), [](const auto& file) {
    auto name = file.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

TEST(Golden, EveryPresetHasItsFile) {
    const auto presets = providers::embedded_presets();
    ASSERT_TRUE(presets) << presets.error().one_line();
    const auto names = golden_names();
    for (const auto& [name, preset] : *presets)
        EXPECT_NE(std::find(names.begin(), names.end(), name), names.end()) << name;
}

}  // namespace
}  // namespace roadcase::test
