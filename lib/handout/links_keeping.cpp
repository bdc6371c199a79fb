// Links between their making and their end: what happens to accounts reaches their files.
#include "accounts/reference.h"
#include "handout/link_words.h"
#include "handout/links.h"
#include "platform/files.h"

namespace roadcase::handout {
namespace {

bool concerns_files(const std::string& kind) {
    return kind == "token.renewed" || kind == "account.connected" || kind == "account.removed";
}

accounts::Event event_of(std::string kind, const store::LinkRecord& link, std::string text,
                         std::string code = {}) {
    accounts::Event event;
    event.kind = std::move(kind);
    event.account = link.account;
    event.account_id = link.account_id;
    event.text = std::move(text);
    event.code = std::move(code);
    return event;
}

accounts::Event fresh_again(const store::LinkRecord& link) {
    return event_of("link.fresh", link, link.path + " holds a working token again.");
}

}  // namespace

void Links::on(const accounts::Event& event) {
    if (!concerns_files(event.kind)) return;
    // One that is gone can only be told from the links that have lost theirs.
    const bool gone = event.kind == "account.removed";
    hand_over({gone ? "" : event.account_id.empty() ? event.account : event.account_id});
}

void Links::look_at_all() {
    hand_over({});
}

void Links::hand_over(Errand errand) {
    {
        const std::lock_guard lock(queue_lock_);
        if (running_) {
            queue_.push_back(std::move(errand));
            wake_.notify_one();
            return;
        }
    }
    do_errand(errand);
}

void Links::do_errand(const Errand& errand) {
    Events events;
    {
        const std::lock_guard lock(files_lock_);
        if (errand.account.empty()) {
            apply_configuration(events);
            keep_all(events);
        } else {
            keep_for(errand.account, events);
        }
    }
    publish(events);
}

void Links::start() {
    const std::lock_guard lock(queue_lock_);
    if (running_) return;
    queue_.push_back({});
    try {
        running_ = true;
        thread_ = std::thread([this] { work(); });
    } catch (const std::system_error&) {
        running_ = false;  // no thread to be had: files are written where renewals happen
    }
}

void Links::work() {
    for (;;) {
        std::unique_lock lock(queue_lock_);
        wake_.wait(lock, [&] { return !queue_.empty() || !running_; });
        if (queue_.empty()) return;
        const auto errand = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        do_errand(errand);
    }
}

void Links::stop() {
    {
        const std::lock_guard lock(queue_lock_);
        running_ = false;
        wake_.notify_one();
    }
    if (thread_.joinable()) thread_.join();
}

void Links::publish(const Events& events) {
    if (!world_.publish) return;
    for (const auto& event : events) world_.publish(event);
}

void Links::keep_all(Events& events) {
    auto links = world_.store.links();
    if (!links) return;
    for (auto& link : *links) keep(std::move(link), events);
}

void Links::keep_for(const std::string& account, Events& events) {
    auto links = world_.store.links();
    if (!links || links->empty()) return;
    const auto record = accounts::parse_reference(account).and_then(
        [&](const accounts::Reference& ref) { return world_.accounts.find(ref); });
    for (auto& link : *links)
        if (link.account_id.empty() || (record && link.account_id == record->id))
            keep(std::move(link), events);
}

void Links::keep(store::LinkRecord link, Events& events) {
    // Until config.toml or the work tree says otherwise: see apply().
    if (link.problem_code == "E602") return;
    const auto account = account_of(link, events);
    if (!account) return;
    if (const auto standing = files_.look(link); !standing)
        return set_problem(link, standing.error(), events);
    else if (*standing == LinkFiles::Standing::foreign)
        return set_problem(link, link.content_hash.empty() ? already_there(link) : changed_by_another(link),
                           events);
    accounts::Reference ref;
    ref.id = account->id;
    accounts::TokenWish wish;
    wish.min_ttl = seconds{0};
    const auto token = world_.accounts.token_if_fresh(ref, wish);
    // Without a good token the last one stays: its account says what is wrong.
    if (!token || !*token) return;
    if (const auto fresh = files_.is_fresh(link, (*token)->generation); fresh && *fresh)
        return clear_problem(link, events);
    const auto trouble = link.problem;
    if (link.path.starts_with(world_.runtime + "/token/"))
        (void)platform::make_private_directory(world_.runtime + "/token");
    if (auto written = files_.write(link, **token, false); !written)
        set_problem(link, written.error(), events);
    else if (!trouble.empty())
        events.push_back(fresh_again(link));
}

std::optional<store::AccountRecord> Links::account_of(store::LinkRecord& link, Events& events) {
    accounts::Reference ref;
    ref.id = link.account_id;
    if (!link.account_id.empty()) {
        auto account = world_.accounts.find(ref);
        if (account) return std::move(*account);
        if (account.error().kind != ErrorKind::not_found) return std::nullopt;
        release(link, events);
    }
    auto account = accounts::parse_reference(link.account).and_then([&](const accounts::Reference& wanted) {
        return world_.accounts.find(wanted);
    });
    if (!account) return std::nullopt;
    link.account_id = account->id;
    return std::move(*account);
}

/// Its account was removed: what was handed out goes with it.
void Links::release(store::LinkRecord& link, Events& events) {
    const auto gone = files_.erase(link);
    if (!gone) return set_problem(link, gone.error(), events);
    link.account_id.clear();
    link.generation = 0;
    link.problem_code.clear();
    link.problem.clear();
    (void)world_.store.put_link(link);
    const auto what = *gone ? " was deleted: its account was removed."
                            : " was left as another program wrote it: its account was removed.";
    events.push_back(event_of("link.waiting", link, link.path + what));
}

void Links::set_problem(store::LinkRecord& link, const Error& error, Events& events) {
    const auto title = error.title.empty() ? std::string("It could not be written.") : error.title;
    const bool known = link.problem_code == error.code && link.problem == title;
    link.problem_code = error.code;
    link.problem = title;
    (void)world_.store.put_link(link);
    if (known) return;
    const auto* kind = error.code == "E601" ? "link.changed" : "link.failed";
    events.push_back(event_of(kind, link, error.one_line(), error.code));
}

void Links::clear_problem(store::LinkRecord& link, Events& events) {
    if (link.problem.empty()) return;
    link.problem_code.clear();
    link.problem.clear();
    (void)world_.store.put_link(link);
    events.push_back(fresh_again(link));
}

}  // namespace roadcase::handout
