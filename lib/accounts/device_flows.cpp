#include "accounts/device_flows.h"

#include <algorithm>

#include "accounts/sign_in.h"
#include "accounts/sign_in_words.h"
#include "accounts/words.h"

namespace roadcase::accounts {
namespace {

constexpr std::size_t most_waiting = 64;
constexpr milliseconds slower{5'000};  // RFC 8628 §3.5
constexpr int most_doublings = 4;
constexpr auto device_grant = "urn:ietf:params:oauth:grant-type:device_code";

}  // namespace

Result<StartedDevice> DeviceFlows::begin(const SignIn& wish) {
    const auto aim = aim_of(heart_, wish);
    if (!aim) return fail(aim.error());
    const auto& world = heart_.world;
    const auto& entry = *aim->entry;
    if (auto writable = world.store.check_writable(); !writable) return fail(writable.error());
    auto id = wish.flow_id.empty() ? world.random.token(16) : Result<std::string>(wish.flow_id);
    if (!id) return fail(id.error());

    Begun begun;
    begun.pending = pending_of(wish, *aim, *id, world.clock.now());
    auto device = ask_for_code(world, entry, begun.pending.scopes);
    if (!device) return fail(device.error());
    begun.device = std::move(*device);
    begun.flow = flow_of(world, begun.pending);
    begun.ends_at = world.clock.since_boot() + begun.device.expires_in;
    const auto& code = begun.device;
    const StartedDevice started{
        *id,          code.user_code, code.verification_uri, code.verification_uri_complete, code.expires_in,
        code.interval};
    keep(std::make_shared<const Begun>(std::move(begun)));
    tell(world, {{"flow.started", entry.name,
                  "A code of " + entry.provider.display_name + " waits to be entered."}});
    return started;
}

void DeviceFlows::keep(BegunPtr begun) {
    const auto now = heart_.world.clock.since_boot();
    waiting_.with([&](All& all) {
        const auto by_end = [](const auto& a, const auto& b) {
            return a.second.begun->ends_at < b.second.begun->ends_at;
        };
        while (all.size() >= most_waiting) all.erase(std::min_element(all.begin(), all.end(), by_end));
        const milliseconds interval = begun->device.interval;
        all[begun->flow.id] = {begun, interval, now + interval};
    });
}

std::optional<Flow> DeviceFlows::find(std::string_view id) const {
    return waiting_.with([&](const All& all) -> std::optional<Flow> {
        const auto found = all.find(id);
        return found == all.end() ? std::nullopt : std::optional(found->second.begun->flow);
    });
}

bool DeviceFlows::cancel(std::string_view id) {
    const auto begun = waiting_.with([&](All& all) -> BegunPtr {
        const auto found = all.find(id);
        if (found == all.end()) return nullptr;
        const auto taken = found->second.begun;
        all.erase(found);
        return taken;
    });
    if (!begun) return false;
    auto flow = begun->flow;
    Events events;
    note(flow, fail(was_cancelled()), events);
    heart_.flows.put(std::move(flow), heart_.world.clock.now());
    tell(heart_.world, events);
    return true;
}

DeviceFlows::BegunPtr DeviceFlows::claim(
    const std::function<bool(const std::string&, const Waiting&)>& wanted) {
    const auto now = heart_.world.clock.since_boot();
    return waiting_.with([&](All& all) -> BegunPtr {
        for (auto& [id, waiting] : all) {
            const bool is_due = std::min(waiting.due_at, waiting.begun->ends_at) <= now;
            if (waiting.is_asked || !is_due || !wanted(id, waiting)) continue;
            waiting.is_asked = true;
            return waiting.begun;
        }
        return nullptr;
    });
}

bool DeviceFlows::run_one(const std::function<void()>& found) {
    if (heart_.world.transport.is_closed()) return false;
    const auto begun = claim([](const auto&, const auto&) { return true; });
    if (!begun) return false;
    if (found) found();
    ask(*begun);
    return true;
}

void DeviceFlows::run(std::string_view id) {
    if (heart_.world.transport.is_closed()) return;
    const auto begun = claim([&](const auto& one, const auto&) { return one == id; });
    if (begun) ask(*begun);
}

std::optional<milliseconds> DeviceFlows::next_due() const {
    const auto now = heart_.world.clock.since_boot();
    return waiting_.with([&](const All& all) {
        std::optional<milliseconds> next;
        for (const auto& [id, waiting] : all) {
            if (waiting.is_asked) continue;
            const auto due_at = std::min(waiting.due_at, waiting.begun->ends_at);
            const auto left = std::max(due_at - now, milliseconds{0});
            next = std::min(next.value_or(left), left);
        }
        return next;
    });
}

void DeviceFlows::ask(const Begun& begun) {
    const auto& world = heart_.world;
    const auto entry = heart_.preparation.known(begun.pending.client);
    const auto& provider = begun.flow.provider_name;
    Events events;
    if (!entry || !is_as_pinned(*entry, begun.pending))
        return finish(begun, fail(changed_on_the_way(provider)), events);
    if (world.clock.since_boot() >= begun.ends_at) return finish(begun, fail(code_ran_out(provider)), events);
    auto answer = ask_whether_entered(world, *entry, begun.device, begun.pending.scopes);
    if (const auto* not_yet = std::get_if<NotYet>(&answer)) return wait_on(begun, *not_yet);
    if (auto* error = std::get_if<Error>(&answer)) return finish(begun, fail(std::move(*error)), events);
    if (!find(begun.flow.id)) return;  // cancelled meanwhile
    auto& tokens = std::get<oauth::TokenSet>(answer);
    finish(begun, settle_tokens(heart_, begun.pending, *entry, std::move(tokens), events, device_grant),
           events);
}

void DeviceFlows::wait_on(const Begun& begun, const NotYet& why) {
    const auto now = heart_.world.clock.since_boot();
    waiting_.with([&](All& all) {
        const auto found = all.find(begun.flow.id);
        if (found == all.end()) return;
        auto& waiting = found->second;
        if (why.slow_down) waiting.interval += slower;
        waiting.unheard = why.unheard ? std::min(waiting.unheard + 1, most_doublings) : 0;
        const auto wait = waiting.interval * (std::int64_t{1} << waiting.unheard);
        waiting.due_at = now + std::max<milliseconds>(wait, why.at_least);
        waiting.is_asked = false;
    });
}

// It is found as waiting until it is found as ended. One that was cancelled meanwhile stays so.
void DeviceFlows::finish(const Begun& begun, const Result<Settled>& settled, Events& events) {
    if (!settled && !find(begun.flow.id)) return;
    auto flow = begun.flow;
    note(flow, settled, events);
    heart_.flows.put(std::move(flow), heart_.world.clock.now());
    waiting_.with([&](All& all) { all.erase(begun.flow.id); });
    tell(heart_.world, events);
}

}  // namespace roadcase::accounts
