#pragma once

#include <gtest/gtest.h>

#include "core/json.h"
#include "oauth/label.h"
#include "oauth/pkce.h"
#include "practice/authorization_server.h"
#include "support/manual_clock.h"
#include "support/random.h"

namespace roadcase::test {

inline const std::string callback = "http://localhost:3000/success";
inline const Secret verifier{"dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"};

inline practice::PracticeSettings practice_settings() {
    practice::PracticeSettings settings;
    settings.issuer = "http://127.0.0.1:3000/practice";
    settings.client_secret = "s3cret:+/";
    settings.redirect_uris = {callback, "http://127.0.0.1:3000/success?keep=1"};
    return settings;
}

inline practice::PracticeSettings glimesh_settings() {
    auto settings = practice_settings();
    settings.dialect = practice::glimesh_dialect();
    settings.require_pkce = false;
    return settings;
}

/// `base` with each of `changes` put in the place of its name; an empty value takes it out.
inline http::Params changed(const http::Params& base, const http::Params& changes) {
    http::Params out;
    for (const auto& [name, value] : base)
        if (changes.count(name) == 0) out.add(name, value);
    for (const auto& [name, value] : changes)
        if (!value.empty()) out.add(name, value);
    return out;
}

/// A browser and a client in one: walks the practice server by its front door.
class Driver {
  public:
    explicit Driver(practice::PracticeSettings settings = practice_settings())
        : settings_(settings), server(std::move(settings), clock, random) {}

    http::Params authorize_params(const http::Params& changes = {}) const {
        return changed({{"response_type", "code"},
                        {"client_id", settings_.client_id},
                        {"redirect_uri", callback},
                        {"scope", "chat:read chat:edit"},
                        {"state", "the state"},
                        {"code_challenge", oauth::s256_challenge(verifier)},
                        {"code_challenge_method", "S256"}},
                       changes);
    }

    http::Response authorize(const http::Params& changes = {}) {
        return server.handle("GET", "/authorize", authorize_params(changes).encode(), {}, "");
    }

    static std::string request_id(const http::Response& page) {
        const std::string mark = "name=\"request\" value=\"";
        const auto begin = page.body.find(mark);
        if (begin == std::string::npos) return {};
        const auto from = begin + mark.size();
        return page.body.substr(from, page.body.find('"', from) - from);
    }

    http::Response press(const std::string& answer, const std::string& request) {
        return post("/consent", {{"request", request}, {"answer", answer}});
    }

    /// The parameters with which the browser comes back after Allow.
    http::Params allow(const http::Params& changes = {}) {
        return came_back(press("allow", request_id(authorize(changes))));
    }

    static http::Params came_back(const http::Response& response) {
        EXPECT_EQ(response.status, 303);
        const std::string location(response.headers.find("Location").value_or(""));
        return http::parse_params(location.substr(location.find('?') + 1)).value_or(http::Params{});
    }

    std::string code(const http::Params& changes = {}) { return allow(changes).get("code").value_or(""); }

    http::Response post(const std::string& path, const http::Params& form, const http::Headers& extra = {}) {
        auto headers = extra;
        headers.add("Content-Type", "application/x-www-form-urlencoded");
        return server.handle("POST", path, "", headers, form.encode());
    }

    http::Response exchange(const std::string& with_code, const http::Params& changes = {}) {
        return post("/token", changed({{"grant_type", "authorization_code"},
                                       {"code", with_code},
                                       {"redirect_uri", callback},
                                       {"code_verifier", verifier.reveal()},
                                       {"client_id", settings_.client_id},
                                       {"client_secret", settings_.client_secret}},
                                      changes));
    }

    http::Response refresh(const std::string& refresh_token, const http::Params& changes = {}) {
        return post("/token", changed({{"grant_type", "refresh_token"},
                                       {"refresh_token", refresh_token},
                                       {"client_id", settings_.client_id},
                                       {"client_secret", settings_.client_secret}},
                                      changes));
    }

    /// Revokes or introspects.
    http::Response about(const std::string& path, const std::string& token) {
        return post(path, {{"token", token},
                           {"client_id", settings_.client_id},
                           {"client_secret", settings_.client_secret}});
    }

    http::Response userinfo(const std::string& access_token) {
        return server.handle("GET", "/userinfo", "", {{"Authorization", "Bearer " + access_token}}, "");
    }

  private:
    practice::PracticeSettings settings_;

  public:
    ManualClock clock;
    CountingRandom random;
    practice::AuthorizationServer server;
};

inline Json json_of(const http::Response& response) {
    return parse_json(response.body).value_or(Json::object());
}

inline std::string text(const http::Response& response, std::string_view key) {
    return string_at(json_of(response), key).value_or("");
}

/// Status and `error` of a refusal, as "400 invalid_grant".
inline std::string refused(const http::Response& response) {
    EXPECT_EQ(response.headers.find("Cache-Control"), "no-store");
    return std::to_string(response.status) + " " + text(response, "error");
}

}  // namespace roadcase::test
