#include "core/text.h"
#include "scene.h"

namespace roadcase::accounts {
namespace {

using test::json;
using test::PracticeTransport;
using test::Scene;

/// Collects every text that leaves Accounts, and knows what must not stand in any.
struct Watch {
    std::vector<std::string> texts;
    std::vector<std::string> planted{test::client_secret};

    void see(const Error& error) {
        texts.insert(texts.end(), {error.one_line(), error.account, error.action_url, error.code});
    }
    void see(const Flow& flow) {
        texts.insert(texts.end(), {flow.id, flow.client, flow.provider_name, flow.account, flow.display_name,
                                   join(flow.missing_scopes, " "), flow.origin});
        if (flow.error) see(*flow.error);
    }
    void see(const store::AccountRecord& record) {
        texts.insert(texts.end(), {record.problem, record.display_name});
    }
    template <class T>
    void see(const Result<T>& result) {
        if (!result) see(result.error());
    }
    void plant(const oauth::TokenSet& tokens) {
        planted.push_back(tokens.access_token.reveal());
        planted.push_back(tokens.refresh_token.reveal());
    }
    void expect_clean(Scene& scene) {
        for (const auto& event : scene.events)
            texts.insert(texts.end(), {event.kind, event.account, event.text});
        for (const auto& text : texts)
            for (const auto& secret : planted)
                EXPECT_EQ(text.find(secret.substr(0, 12)), std::string::npos) << text;
    }
};

/// A provider that repeats in its error what it was sent.
PracticeTransport::Answer echo(const http::Request& request, const std::string& error) {
    if (!request.url.ends_with("/token")) return std::nullopt;
    const auto form = http::parse_params(request.body).value();
    std::string text;
    for (const auto* name : {"refresh_token", "code", "client_secret", "code_verifier"})
        text += form.get(name).value_or("") + " ";
    return json(400, R"({"error":")" + error + R"(","error_description":"no: )" + text + "\"}");
}

TEST(PlantedSecrets, StandInNoErrorEventOrFlow) {
    for (const std::string error : {"invalid_grant", "invalid_client", "temporarily_unavailable", "odd"}) {
        Scene scene;
        Watch watch;
        watch.plant(*scene.connect().tokens);
        scene.transport.intercept = [&](const http::Request& request) { return echo(request, error); };

        const auto started = scene.accounts->begin_authorization(scene.wish()).value();
        const auto query = scene.consent(started.authorization_url);
        const auto params = http::parse_params(query).value();
        for (const auto& secret : {*params.get("code"), *params.get("state"), started.binding.reveal()})
            watch.planted.push_back(secret);
        watch.see(scene.accounts->complete_authorization(query, {"other"}));
        watch.see(scene.accounts->complete_authorization(query, {started.binding.reveal()}).value());
        watch.see(scene.accounts->complete_authorization(query, {started.binding.reveal()}));
        watch.see(scene.accounts->flow(started.flow_id).value());

        watch.see(scene.accounts->refresh(scene.ref()));
        watch.see(scene.accounts->find(scene.ref()).value());
        scene.clock.advance(seconds{3600});
        watch.see(scene.accounts->token(scene.ref(), {}));
        watch.see(scene.accounts->reject(scene.ref(), Secret("planted-report")));
        watch.see(scene.accounts->revoke(scene.ref()));
        EXPECT_GT(watch.texts.size(), 20u);
        watch.expect_clean(scene);
    }
}

TEST(PlantedSecrets, StandInNoEventOfARenewalThatCannotBeSaved) {
    Scene scene;
    Watch watch;
    watch.plant(*scene.connect().tokens);
    scene.store.fail_saves = true;
    (void)scene.accounts->refresh(scene.ref());
    const auto record = scene.accounts->find(scene.ref()).value();
    watch.plant(*record.tokens);
    watch.see(record);
    watch.expect_clean(scene);
    EXPECT_EQ(scene.count("store.degraded"), 1);
}

}  // namespace
}  // namespace roadcase::accounts
