#include "accounts/validation.h"

#include <algorithm>

#include "oauth/token.h"

namespace roadcase::accounts {
namespace {

bool is_demanded(const providers::Provider& provider) {
    return provider.validation.every.has_value() && !provider.validation.request.url.empty();
}

bool contains(const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

Result<http::Response> send(const Accounts::World& world, const ClientEntry& entry, const Secret& token) {
    const auto& [validation, server] = std::tie(entry.provider.validation, entry.provider.server);
    const auto client = entry.client_for(validation.request);
    if (!client) return fail(client.error());
    return world.transport.send(
        oauth::make_request(validation.request, {}, server, *client,
                            {{"access_token", token.reveal()}, {"token", token.reveal()}}));
}

}  // namespace

std::map<std::string, seconds> Validations::demands() const {
    const auto at_least = now_valid(heart_.policy).validate_every;
    std::map<std::string, seconds> every;
    for (const auto& entry : heart_.world.registry.all())
        if (is_demanded(entry->provider))
            every[entry->provider.name] = std::min(at_least, *entry->provider.validation.every);
    return every;
}

// Whoever sets the beginning begins the round.
void Validations::begin_rounds() {
    const auto now = heart_.world.clock.since_boot();
    for (const auto& [provider, every] : demands()) {
        const bool mine = rounds_.with([&, &name = provider, &pause = every](Rounds& rounds) {
            const auto [round, is_first] = rounds.try_emplace(name);
            if (!is_first && now - round->second.began < pause) return false;
            round->second.began = now;
            return true;
        });
        if (!mine) continue;
        const auto ids = heart_.world.store.connected_ids(provider);
        if (!ids) continue;
        rounds_.with([&, &name = provider](Rounds& rounds) {
            rounds[name].waiting = {ids->begin(), ids->end()};
        });
    }
}

std::optional<std::string> Validations::next(const std::vector<std::string>& resting) {
    begin_rounds();
    return rounds_.with([&](Rounds& rounds) -> std::optional<std::string> {
        for (auto& [provider, round] : rounds) {
            if (round.waiting.empty() || contains(resting, provider)) continue;
            auto id = std::move(round.waiting.front());
            round.waiting.pop_front();
            return id;
        }
        return std::nullopt;
    });
}

void Validations::put_back(const std::string& provider, const std::string& id) {
    rounds_.with([&](Rounds& rounds) { rounds[provider].waiting.push_front(id); });
}

void Validations::run(Account& account) {
    const auto& world = heart_.world;
    const auto view = account.look();
    const auto& record = view->record;
    const auto entry = heart_.preparation.known(record.client);
    if (!entry || !is_demanded(entry->provider) || life_left(*view, world.clock) == seconds{0}) return;
    const auto response = send(world, *entry, record.tokens->access_token);
    const auto now = world.clock.since_boot();
    if (!response || response->status >= 500) return heart_.pace.failed(record.provider, now, 0.5);
    if (response->status == 429)
        return heart_.pace.told_to_wait(
            record.provider, now,
            oauth::retry_after(response->headers, world.clock.now()).value_or(seconds{60}));
    heart_.pace.answered(record.provider);
    if (providers::says_alive(entry->provider.validation, *response) != false) return;
    if (!can_renew(record)) return end_if_dead(heart_, account);
    (void)heart_.renewals.renew(account, *view, Renewals::Cause::rejection);
}

Result<std::optional<bool>> ask_provider(Heart& heart, const store::AccountRecord& record) {
    const auto entry = heart.preparation.known(record.client);
    const auto name = heart.ledger.provider_of(record);
    if (!entry || entry->provider.validation.request.url.empty())
        return fail(ErrorKind::invalid_request, "", name + " cannot be asked whether a token works.", "",
                    "Use the token: what it answers is the only word there is.");
    const auto response = send(heart.world, *entry, record.tokens->access_token);
    if (!response) return fail(response.error());
    return providers::says_alive(entry->provider.validation, *response);
}

void end_if_dead(Heart& heart, Account& account) {
    Events events;
    {
        std::lock_guard flight(account.renewal);
        const auto before = account.look();
        auto record = before->record;
        if (!record.tokens || is_paused(record) || can_renew(record)) return;
        const auto active = ask_provider(heart, record);
        if (!active || *active != false) return;
        record.status = store::AccountStatus::needs_authorization;
        record.problem_code = "E401";
        record.problem = heart.ledger.provider_of(record) + " says that its token is dead.";
        record.problem_since = record.tokens->expires_at = heart.world.clock.now();
        auto next = standing_of(std::move(record), heart.world.clock);
        next.attempts = before->attempts;
        const auto error = heart.no_token(next.record);
        events.push_back(about("account.needs_authorization", next.record, error.title + " " + error.detail));
        heart.ledger.keep(account, std::move(next), events);
    }
    tell(heart.world, events);
}

std::optional<seconds> Validations::next_round() const {
    const auto now = heart_.world.clock.since_boot();
    const auto demanded = demands();
    return rounds_.with([&](const Rounds& rounds) {
        std::optional<seconds> next;
        for (const auto& [provider, every] : demanded) {
            const auto round = rounds.find(provider);
            const bool at_once = round == rounds.end() || !round->second.waiting.empty();
            const auto left = at_once ? milliseconds{0} : round->second.began + every - now;
            next = std::min(next.value_or(every), std::max(std::chrono::ceil<seconds>(left), seconds{0}));
        }
        return next;
    });
}

}  // namespace roadcase::accounts
