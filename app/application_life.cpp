// What happens to an application that is put together: it starts, is told things, and ends.
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <map>

#include "accounts/key_words.h"
#include "application.h"
#include "platform/notify.h"
#include "practice_setup.h"
#include "reload.h"
#include "server/api_json.h"

namespace roadcase {
namespace {

/// A request that a provider has received is answered within this, or as good as never.
constexpr milliseconds last_answers{1'400};
/// Longer, so that such an answer still reaches whoever asked.
constexpr milliseconds last_handlers{1'600};
constexpr seconds a_year{365 * 86'400};

}  // namespace

void Application::start() {
    // Only when the front answers can the practice account renew itself through it.
    hooks_.use(config_.hooks);
    events_.subscribe([this](const accounts::EventPtr& event) {
        hooks_.on(*event);
        notifier_.on(*event);
    });
    notifier_.start();
    front_.start();
    keeper_->start();
    links_->start();
    platform::notify("READY=1");
    tell_service_manager();
}

void Application::give_up_network() {
    if (wire_) wire_->close(last_answers);
}

// The keeper is told to end only after the network is closed, because it waits for what it has begun; until
// then it can begin one thing more, which is given up before it is sent.
void Application::stop() {
    front_.begin_stop(last_handlers);
    give_up_network();
    if (keeper_) keeper_->stop();
    front_.stop();
    if (links_) links_->stop();
    mint_log_.stop();
    hooks_.stop();
    notifier_.stop();
    save_the_rest();
}

// What nobody could save dies with this process: its person must know before the next renewal says so.
void Application::save_the_rest() {
    if (!accounts_) return;
    for (const auto& account : accounts_->save_the_rest()) {
        const auto words =
            "The new token of " + account + " could not be saved and is lost with this process. (E406) " +
            "Make room on the disk; it may have to be signed in again: roadcase reconnect " + account;
        spdlog::error("{}", words);
        if (role_ == Role::command) std::cerr << "roadcase: " << words << '\n';
    }
}

void Application::use_catalog(const config::Config& config) {
    for (const auto& problem : catalog_->use(config, practice::client_on(port_)))
        spdlog::warn("{}", problem.one_line());
}

void Application::use_brokers(const config::Config& config) {
    std::vector<brokers::BrokerPtr> ready;
    for (const auto& entry : config.brokers) {
        ready.push_back(entry.ready());
        if (const auto& problem = ready.back()->problem)
            spdlog::warn("broker {}: {}", entry.broker.name, problem->one_line());
    }
    broker_door_->use(std::move(ready));
}

std::vector<std::string> Application::reload(config::Config fresh) {
    auto waiting = needs_restart(config_, fresh);
    keep_what_needs_restart(fresh, config_, port_);
    use_catalog(fresh);
    use_brokers(fresh);
    accounts_->use(fresh.renew);
    clock_watch_->use(fresh.renew.clock_skew_warn);
    callers_->require_key(fresh.require_key);
    keys_->confirm_first_use(fresh.confirm_first_use);
    hooks_.use(fresh.hooks);
    ui_->use(fresh.ui);
    config_ = std::move(fresh);
    if (accounts_->retry_refused() > 0) spdlog::info("Accounts whose app was refused are tried again.");
    keeper_->nudge();
    links_->configure(config_.links);
    links_->look_at_all();
    on_event({"config.reloaded", "", "clients: " + std::to_string(config_.clients.size())});
    return waiting;
}

void Application::log_only(std::string_view kind, const std::string& text) {
    spdlog::info("{} {}", kind, text);
}

std::string Application::state_in_words() {
    const auto now = clock_.now();
    const auto records = accounts_->list();
    std::map<std::string_view, int> by_status;
    if (records)
        for (const auto& record : *records) by_status[accounts::shown_status(record, now)] += 1;
    std::string words = "accounts:";
    if (by_status.empty()) words += " none,";
    for (const auto& [status, count] : by_status)
        words += " " + std::to_string(count) + " " + std::string(status) + ",";
    const auto next = accounts_->next_due(now + a_year);
    words += next ? " next renewal " + (*next <= now ? "due now" : "in " + in_words(*next - now))
                  : std::string(" no renewal planned");
    return words + "; connections: " + std::to_string(front_.connections());
}

std::size_t Application::account_count() {
    return store_->account_count().value_or(0);
}

std::vector<Error> Application::problems() const {
    auto found = links_->problems();
    auto clock = clock_watch_->problem();
    if (const auto faults = practice_->faults(); faults.slow_clock)
        clock = accounts::clock_is_off(-faults.slow_clock_by);
    if (clock) found.insert(found.begin(), *clock);
    return found;
}

std::vector<Error> Application::problems_and_questions() const {
    auto all = problems();
    for (const auto& key : keys_->waiting()) all.push_back(accounts::key_question(key.name));
    return all;
}

void Application::on_event(accounts::Event event) {
    if (event.kind == "account.needs_authorization" && !event.account_id.empty())
        event.action_url = server::action_url(event.account, event.account_id, public_url_);
    const bool bad = event.kind == "account.needs_authorization" || event.kind == "provider.down" ||
                     event.kind == "store.degraded" || event.kind == "link.failed" ||
                     event.kind == "link.changed" || event.kind == "broker.failed";
    spdlog::log(bad ? spdlog::level::warn : spdlog::level::info, "{} {}", event.kind,
                event.account.empty() ? event.text : event.account + " " + event.text);
    store::ActivityRecord record;
    record.at = clock_.now();
    record.kind = event.kind;
    record.account = event.account;
    record.text = event.text;
    if (auto added = store_->add_activity(record); !added) spdlog::warn("{}", added.error().one_line());
    // It may sleep for half a minute, and a token may live shorter than that.
    const bool sooner = event.kind == "account.connected" || event.kind == "account.resumed" ||
                        event.kind == "token.renewed" || event.kind == "flow.started";
    if (keeper_ && sooner) keeper_->nudge();
    if (event.kind.starts_with("account.")) tell_service_manager();
    if (links_) links_->on(event);
    events_.publish(std::move(event));
}

// Every event is an activity too: whoever heard of one from the last process does not meet its number again.
void Application::continue_event_numbers() {
    if (const auto newest = store_->activity(1); newest && !newest->empty())
        events_.continue_after(newest->front().id);
}

std::string Application::provider_of(const std::string& reference) const {
    const auto client = registry_->find(reference.substr(0, reference.find('/')));
    return client ? client->provider.display_name : "An account";
}

void Application::tell_service_manager() {
    if (role_ != Role::server || std::getenv("NOTIFY_SOCKET") == nullptr) return;
    const auto records = store_->accounts();
    if (!records) return;
    const auto need = std::count_if(records->begin(), records->end(), [](const auto& record) {
        return record.status == store::AccountStatus::needs_authorization;
    });
    platform::notify("STATUS=" + std::to_string(records->size()) + " accounts, " + std::to_string(need) +
                     " to sign in again");
}

}  // namespace roadcase
