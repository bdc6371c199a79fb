#pragma once

#include <gtest/gtest.h>

#include "accounts/keys.h"
#include "brokers/agora_access_token.h"
#include "brokers/agora_access_token2.h"
#include "core/text.h"
#include "server/broker_dialect.h"
#include "support/fake_transport.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"
#include "support/random.h"

namespace roadcase::test {

/// An Agora broker at its desk, asked as the door would after it let the caller in.
struct AgoraBroker : testing::Test {
    ManualClock clock{from_unix(1'800'000'000)};
    CountingRandom random;
    MemoryStore store;
    ScriptedTransport transport;
    accounts::Keys keys{store, clock, random};
    server::Callers callers{keys, clock, true};
    std::vector<std::string> made;
    server::BrokerDesk desk{
        {keys, callers, transport, clock, random,
         [this](const std::string& name, const std::string& what, const std::string& who) {
             made.push_back(name + ": " + what + ", " + who);
         }}};
    std::unique_ptr<server::BrokerDialect> dialect = server::make_agora_dialect();
    brokers::AgoraSettings settings{std::string(32, 'a')};
    brokers::Broker broker;
    server::BrokerCaller caller{"terminal", nullptr, true, {}};

    AgoraBroker() {
        broker.name = "live";
        broker.secret = Secret(std::string(32, 'c'));
    }

    void speak(brokers::AgoraDialect words, brokers::agora::Version version) {
        settings.dialect = words;
        settings.version = version;
    }

    /// Who asks shows a key with these grants from now on.
    void come_with(std::vector<std::string> grants, std::int64_t max_ttl = 0) {
        accounts::KeyWish wish;
        wish.name = "overlay" + std::to_string(store.keys()->size());
        wish.brokers = std::move(grants);
        wish.max_ttl = max_ttl;
        server::Request request;
        request.peer.kind = server::Peer::Kind::tcp;
        request.headers.set("X-API-Key", keys.create(wish).value().key.reveal());
        caller = desk.identify(broker, request, {}).value();
    }

    /// "GET /rtc/…?…" or "POST /getToken" with a body, which is JSON.
    server::Response ask(const std::string& line, std::string body = {},
                         const std::string& type = "application/json") {
        server::Request request;
        request.method = line.substr(0, line.find(' '));
        const auto target = line.substr(request.method.size() + 1);
        request.path = target.substr(0, target.find('?'));
        if (const auto mark = target.find('?'); mark != std::string::npos) {
            request.raw_query = target.substr(mark + 1);
            request.query = http::parse_params(request.raw_query).value();
        }
        if (!body.empty()) request.headers.set("Content-Type", type);
        request.body = std::move(body);
        broker.settings = settings;
        return dialect->answer({desk, broker, caller, request}, request.path);
    }

    Result<OrderedJson> act(const std::string& action, const Json& fields) {
        broker.settings = settings;
        return dialect->act({desk, broker, caller, server::Request{}}, action, fields);
    }

    /// "007 3600s rtc test/1 {1:3600 2:3600}; rtm …", verified; what was wrong otherwise.
    std::string contents(const std::string& token) const {
        const auto received = brokers::agora::parse_access_token2(token);
        if (!received) return received.error().one_line();
        if (!is_signed(*received, broker.secret)) return "a wrong signature";
        std::vector<std::string> services;
        for (const auto& service : received->token.services) {
            std::string text = std::to_string(static_cast<int>(service.type)) + " " + service.channel + "/" +
                               service.user + words_of(service.privileges);
            services.push_back(std::move(text));
        }
        return "007 " + std::to_string(received->token.lasts) + "s " + join(services, "; ");
    }

    /// The same of a 006 for this channel and uid; times count from now.
    std::string contents_006(const std::string& token, const std::string& channel,
                             const std::string& uid) const {
        const auto received = brokers::agora::parse_access_token(token);
        if (!received) return received.error().one_line();
        if (!is_signed(*received, channel, uid, broker.secret)) return "a wrong signature";
        auto privileges = received->token.privileges;
        for (auto& [privilege, end] : privileges) end -= static_cast<std::uint32_t>(to_unix(clock.now()));
        return "006" + words_of(privileges);
    }

    static std::string words_of(const brokers::agora::Privileges& privileges) {
        std::vector<std::string> words;
        for (const auto& [privilege, end] : privileges)
            words.push_back(std::to_string(privilege) + ":" + std::to_string(end));
        return " {" + join(words, " ") + "}";
    }
};

}  // namespace roadcase::test
