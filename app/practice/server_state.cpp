#include "platform/files.h"
#include "practice/endpoints.h"
#include "practice/grants_file.h"

namespace roadcase::practice {
namespace {

constexpr std::size_t max_state_file = 16 * 1024 * 1024;

GrantRules rules_of(const PracticeSettings& settings) {
    // Glimesh let a rotated refresh token live on.
    return {settings.code_lifetime, settings.access_token_lifetime,
            settings.dialect == PracticeDialect::standard};
}

Grants restored(const PracticeSettings& settings) {
    Grants grants(rules_of(settings));
    if (settings.state_file.empty()) return grants;
    if (const auto text = platform::read_private_file(settings.state_file, max_state_file))
        grants.restore(read_grants(text->reveal()));
    return grants;
}

}  // namespace

ServerState::ServerState(PracticeSettings from, const Clock& clock_, Random& random_)
    : settings(std::move(from)),
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

}  // namespace roadcase::practice
