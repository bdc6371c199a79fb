#include "core/text.h"
#include "platform/files.h"
#include "practice/endpoints.h"
#include "practice/grants_file.h"

namespace roadcase::practice {
namespace {

constexpr std::size_t max_state_file = 16 * 1024 * 1024;

Grants restored(const PracticeSettings& settings) {
    Grants grants({settings.code_lifetime, settings.dialect.rotation == Rotation::single_use,
                   settings.dialect.challenge, settings.dialect.revokes_all});
    if (settings.state_file.empty()) return grants;
    if (const auto text = platform::read_private_file(settings.state_file, max_state_file))
        grants.restore(read_grants(text->reveal()));
    return grants;
}

/// Some addresses hold the client's id (GitHub's revocation, Fourthwall's sign-in).
PracticeSettings with_addresses(PracticeSettings settings) {
    const Values values{{"client_id", settings.client_id}};
    for (auto& door : settings.dialect.doors) door.path = fill(door.path, values);
    return settings;
}

std::string naive_time(Time at) {
    auto text = rfc3339(at);
    text.pop_back();
    return text;
}

}  // namespace

ServerState::ServerState(PracticeSettings from, const Clock& clock_, Random& random_)
    : settings(with_addresses(std::move(from))),
      clock(clock_),
      random(random_),
      grants(restored(settings)),
      devices(DeviceCodes({})) {}

void ServerState::save() {
    if (settings.state_file.empty()) return;
    std::lock_guard lock(saving);
    const auto text = grants.with([](const Grants& all) { return write_grants(all.all()); });
    // A practice login that does not outlive the program is no reason to refuse it now.
    static_cast<void>(platform::replace_private_file(settings.state_file, text));
}

Values ServerState::values() const {
    return {{"client_id", settings.client_id},
            {"issuer", settings.issuer},
            {"now", to_unix(clock.now())},
            {"created_at", naive_time(clock.now())},
            {"code_lifetime", settings.code_lifetime.count()},
            {"device_page", settings.issuer + "/device"}};
}

Values ServerState::values(const TokenFacts& facts) const {
    auto all = values();
    add_scope(all, facts.scope);
    all["issued_at"] = to_unix(facts.issued_at);
    if (facts.expires_at) {
        all["expires_at"] = to_unix(*facts.expires_at);
        all["expires_in"] = (*facts.expires_at - clock.now()).count();
        all["token_type"] = "Bearer";
    }
    all["subject"] = settings.client_id;
    if (facts.for_app) return all;
    const auto& subject = settings.dialect.subject;
    all["subject"] = subject;
    all["subject_text"] = subject.is_string() ? subject : OrderedJson(dump(subject));
    all["username"] = settings.dialect.username;
    return all;
}

const Door* ServerState::door(Purpose purpose) const {
    for (const auto& door : settings.dialect.doors)
        if (door.purpose == purpose) return &door;
    return nullptr;
}

std::string ServerState::address(const std::string& path) const {
    return path.starts_with("/") ? settings.issuer + path : path;
}

http::Response answer(ServerState& server, const Door& door, const Incoming& request, const Values& values) {
    server.answered.with([&](auto& counts) { ++counts[door.purpose]; });
    return good_answer(door, request.headers, values);
}

http::Response refusal(const ServerState& server, const Door& door, const Incoming& request,
                       const OAuthError& error) {
    return refusal(server.settings.dialect, door, request.headers, error);
}

}  // namespace roadcase::practice
