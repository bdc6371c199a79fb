// What a person changes about an account: a pause, a name, which one is the default.
#include "accounts/held.h"
#include "accounts/impl.h"
#include "accounts/words.h"

namespace roadcase::accounts {
namespace {

/// What is told about an account, and when it changed at all.
struct News {
    const char* kind;
    const char* words;
};

/// `change` edits the record, or says with false that there is nothing to do.
template <class Change>
Result<store::AccountRecord> changed(Heart& heart, const Reference& ref, const News& news, Change change) {
    const auto account = heart.ledger.open(ref);
    if (!account) return fail(account.error());
    {
        const auto one = held(heart.ledger, *account);
        if (!one) return fail(one.error());
        auto next = *one->view;
        if (!change(next.record)) return next.record;
        if (auto saved = heart.ledger.change(**account, std::move(next)); !saved) return fail(saved.error());
    }
    const auto record = (*account)->look()->record;
    tell(heart.world, {about(news.kind, record, reference_of(record) + " " + news.words)});
    return record;
}

using Names = std::vector<std::pair<AccountPtr, std::string>>;

Event renamed(const store::AccountRecord& before, const store::AccountRecord& after) {
    return about("account.renamed", after,
                 reference_of(before) + " is called " + reference_of(after) + " now.");
}

/// `settling` is held: no sign-in takes a name meanwhile, and two changes never wait for each other.
Status give_names(Heart& heart, const Names& names, Events& events) {
    std::vector<Held> all;
    for (const auto& [account, name] : names) {
        auto one = held(heart.ledger, account);
        if (!one) return fail(one.error());
        all.push_back(std::move(*one));
    }
    if (auto done = heart.ledger.rename(names); !done) return done;
    for (const auto& one : all) events.push_back(renamed(one.view->record, one.account->look()->record));
    return {};
}

}  // namespace

Result<store::AccountRecord> Accounts::pause(const Reference& ref) {
    const News news{"account.paused", "is paused: it is not renewed and hands out no token."};
    return changed(*impl_, ref, news, [](store::AccountRecord& record) {
        if (is_paused(record)) return false;
        record.status = store::AccountStatus::paused;
        record.next_attempt_at.reset();
        return true;
    });
}

// Whether its grant still lives only the provider knows, so it is asked at once.
Result<store::AccountRecord> Accounts::resume(const Reference& ref) {
    const auto now = impl_->world.clock.now();
    return changed(*impl_, ref, {"account.resumed", "goes on."}, [now](store::AccountRecord& record) {
        if (!is_paused(record)) return false;
        record.status = store::AccountStatus::connected;
        record.problem_code.clear();
        record.problem.clear();
        record.problem_since.reset();
        record.failures = 0;
        if (can_renew(record)) record.next_attempt_at = now;
        return true;
    });
}

Result<store::AccountRecord> Accounts::rename(const Reference& ref, std::string_view name) {
    if (!is_name(name)) return fail(no_account_name(name));
    const auto account = impl_->ledger.open(ref);
    if (!account) return fail(account.error());
    Events events;
    {
        std::lock_guard settling(impl_->settling);
        if ((*account)->look()->record.name == name) return (*account)->look()->record;
        if (auto done = give_names(*impl_, {{*account, std::string(name)}}, events); !done)
            return fail(done.error());
    }
    tell(impl_->world, events);
    return (*account)->look()->record;
}

Result<store::AccountRecord> Accounts::make_default(const Reference& ref) {
    const auto account = impl_->ledger.open(ref);
    if (!account) return fail(account.error());
    Events events;
    {
        std::lock_guard settling(impl_->settling);
        const auto record = (*account)->look()->record;
        if (record.name.empty()) return record;
        if (is_app(record)) return fail(no_default_for_app(record));
        Names names{{*account, ""}};
        Reference place;
        place.client = record.client;
        const auto other = impl_->ledger.find(place);
        if (!other) return fail(other.error());
        if (*other) names.emplace_back(*other, record.name);
        if (auto done = give_names(*impl_, names, events); !done) return fail(done.error());
    }
    tell(impl_->world, events);
    return (*account)->look()->record;
}

}  // namespace roadcase::accounts
