#include "accounts/device_requests.h"

#include "accounts/failures.h"
#include "accounts/sign_in_words.h"

namespace roadcase::accounts {
namespace {

// What is refused for good is the code's end, whatever the provider calls it; the rest is said as of any
// exchange.
Error refused(const oauth::TokenFailure& failure, const ClientEntry& entry,
              const oauth::DeviceAuthorization& device, const oauth::Client& client) {
    if (oauth::judge(failure) == oauth::RenewalVerdict::grant_gone)
        return code_ran_out(entry.provider.display_name);
    return exchange_error(failure, entry, {&device.device_code, &client.client_secret});
}

DeviceAnswer meaning_of(const oauth::TokenFailure& failure, const ClientEntry& entry,
                        const oauth::DeviceAuthorization& device, const oauth::Client& client) {
    const auto at_least = failure.retry_after.value_or(seconds{0});
    switch (oauth::device_poll(failure)) {
        case oauth::DevicePoll::pending:
            return NotYet{};
        case oauth::DevicePoll::slow_down:
            return NotYet{.slow_down = true, .at_least = at_least};
        case oauth::DevicePoll::denied:
            return pressed_cancel(entry.provider.display_name);
        case oauth::DevicePoll::expired:
            return code_ran_out(entry.provider.display_name);
        case oauth::DevicePoll::failed:
            break;
    }
    if (oauth::judge(failure) == oauth::RenewalVerdict::transient)
        return NotYet{.unheard = true, .at_least = at_least};
    return refused(failure, entry, device, client);
}

}  // namespace

Result<oauth::DeviceAuthorization> ask_for_code(const Accounts::World& world, const ClientEntry& entry,
                                                const std::vector<std::string>& scopes) {
    const auto& server = entry.provider.server;
    const auto& provider = entry.provider.display_name;
    if (server.device_authorization_endpoint.empty()) return fail(no_device_flow(provider, entry.name));
    const auto client = entry.ready_client();
    if (!client) return fail(client.error());
    const auto response = world.transport.send(oauth::device_request(server, *client, scopes));
    if (!response) return fail(response.error());
    auto parsed = oauth::parse_device_authorization(server, *response, world.clock.now());
    if (auto* device = std::get_if<oauth::DeviceAuthorization>(&parsed)) return std::move(*device);
    const auto& failure = std::get<oauth::TokenFailure>(parsed);
    if (failure.error == "unauthorized_client") return fail(no_codes_for_app(provider, entry.name));
    return fail(exchange_error(failure, entry, {&client->client_secret}));
}

DeviceAnswer ask_whether_entered(const Accounts::World& world, const ClientEntry& entry,
                                 const oauth::DeviceAuthorization& device,
                                 const std::vector<std::string>& scopes) {
    const auto client = entry.ready_client();
    if (!client) return client.error();
    const auto& server = entry.provider.server;
    const auto response = world.transport.send(oauth::device_token_request(server, *client, device, scopes));
    if (!response)
        return NotYet{.unheard = true, .at_least = response.error().retry_after.value_or(seconds{0})};
    auto outcome = oauth::parse_token_response(server, *response, world.clock.now());
    if (auto* tokens = std::get_if<oauth::TokenSet>(&outcome)) return std::move(*tokens);
    return meaning_of(std::get<oauth::TokenFailure>(outcome), entry, device, *client);
}

}  // namespace roadcase::accounts
