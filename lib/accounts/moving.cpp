// Accounts that go to another computer, and that come from one.
#include <algorithm>

#include "accounts/held.h"
#include "accounts/impl.h"
#include "accounts/keys.h"
#include "accounts/parcel.h"
#include "accounts/words.h"
#include "core/text.h"

namespace roadcase::accounts {
namespace {

using Records = std::vector<store::AccountRecord>;

const char* const packed_words =
    "It was packed for another computer, and renewed in two places it would be lost.";

bool holds(const Records& records, const std::string& id) {
    return std::any_of(records.begin(), records.end(), [&](const auto& each) { return each.id == id; });
}

/// Of `run`, while its program lives: of no use elsewhere.
bool is_lent(const store::KeyRecord& key) {
    return key.expires_at && key.name.starts_with("run-");
}

bool is_for_any(const store::KeyRecord& key, const Records& records) {
    return std::any_of(records.begin(), records.end(),
                       [&](const auto& each) { return Keys::may_ask(key, each).has_value(); });
}

Result<std::vector<AccountPtr>> wanted_accounts(Heart& heart, const std::vector<Reference>& wanted) {
    std::vector<std::string> ids;
    if (wanted.empty()) {
        const auto all = heart.world.store.accounts();
        if (!all) return fail(all.error());
        for (const auto& record : *all) ids.push_back(record.id);
    }
    for (const auto& ref : wanted) {
        const auto account = heart.ledger.open(ref);
        if (!account) return fail(account.error());
        ids.push_back((*account)->look()->record.id);
    }
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    std::vector<AccountPtr> accounts;
    for (const auto& id : ids) {
        const auto account = heart.ledger.open_id(id);
        if (!account) return fail(account.error());
        accounts.push_back(*account);
    }
    if (!accounts.empty()) return accounts;
    return fail(ErrorKind::not_found, "", "There is no account to pack.", "", "roadcase add practice");
}

Result<std::vector<Held>> hold_all(Heart& heart, const std::vector<AccountPtr>& accounts) {
    std::vector<Held> all;
    for (const auto& account : accounts) {
        auto one = held(heart.ledger, account);
        if (!one) return fail(one.error());
        all.push_back(std::move(*one));
    }
    return all;
}

/// Keys that say "*" go along only when all accounts do: elsewhere they would mean others.
Status add_belongings(Heart& heart, bool everything, store::Bundle& bundle) {
    const auto keys = heart.world.store.keys();
    if (!keys) return fail(keys.error());
    for (const auto& key : *keys) {
        const bool for_all = std::find(key.accounts.begin(), key.accounts.end(), "*") != key.accounts.end();
        if (!is_lent(key) && is_for_any(key, bundle.accounts) && (everything || !for_all))
            bundle.keys.push_back(key);
    }
    const auto handles = heart.world.store.handles();
    if (!handles) return fail(handles.error());
    for (const auto& handle : *handles)
        if (holds(bundle.accounts, handle.account_id)) bundle.handles.push_back(handle);
    auto registrations = heart.world.store.documents("registration ");
    if (!registrations) return fail(registrations.error());
    bundle.documents = std::move(*registrations);
    for (const auto& account : bundle.accounts) {
        const auto name = "client/" + account.client;
        const auto document = heart.world.store.document(name);
        if (!document) return fail(document.error());
        const auto same = [&](const auto& each) { return each.name == name; };
        const bool known = std::any_of(bundle.documents.begin(), bundle.documents.end(), same);
        if (*document && !known) bundle.documents.push_back(**document);
    }
    return {};
}

Status pause_packed(Heart& heart, std::vector<Held>& all, Events& events) {
    for (auto& one : all) {
        auto next = *one.view;
        next.record.status = store::AccountStatus::paused;
        next.record.next_attempt_at.reset();
        next.record.problem = packed_words;
        if (auto done = heart.ledger.change(*one.account, std::move(next)); !done) {
            auto error = done.error();
            error.detail += " The file is complete; accounts that are not paused here may not be used there.";
            error.next = "roadcase pause " + reference_of(one.view->record);
            return fail(error);
        }
        events.push_back(about("account.paused", one.account->look()->record,
                               reference_of(one.view->record) + " is paused. " + packed_words));
    }
    return {};
}

bool is_same(const store::AccountRecord& a, const store::AccountRecord& b) {
    if (a.id == b.id) return true;
    return a.client == b.client && (a.name == b.name || (!a.subject.empty() && a.subject == b.subject));
}

/// Accounts that are here and in the parcel.
Result<Records> met_here(Heart& heart, const Records& packed) {
    const auto all = heart.world.store.accounts();
    if (!all) return fail(all.error());
    Records met;
    for (const auto& here : *all)
        if (std::any_of(packed.begin(), packed.end(), [&](const auto& each) { return is_same(here, each); }))
            met.push_back(here);
    return met;
}

Status check_met(const Records& met, const Records& packed, const UnpackWish& wish) {
    std::vector<std::string> names;
    for (const auto& here : met) {
        names.push_back(reference_of(here));
        for (const auto& each : packed)
            if (each.id == here.id && each.generation < here.generation)
                return fail(
                    ErrorKind::conflict, "", reference_of(here) + " is newer here than in the file.",
                    "Its refresh token was used since it was packed; the old one may end the sign-in. "
                    "Nothing was changed.",
                    "roadcase resume " + reference_of(here));
    }
    if (names.empty() || wish.replace) return {};
    return fail(ErrorKind::conflict, "",
                join(names, ", ") + (names.size() == 1 ? " is" : " are") + " here already.",
                "Nothing was changed.", "add --replace, or: roadcase remove " + names.front());
}

Status check_origin(const Parcel& parcel, const UnpackWish& wish) {
    if (!parcel.copy || wish.take_over) return {};
    return fail(ErrorKind::conflict, "E604",
                "This file is a copy, and where it was packed these accounts may still be renewed.",
                "A refresh token works in one place only: two computers would log each other out. Nothing "
                "was changed.",
                "Stop them there, then add --take-over");
}

/// What is here already stays: the same key twice is one, and a name that is taken gets a number.
Status fit_keys(Heart& heart, std::vector<store::KeyRecord>& keys) {
    const auto here = heart.world.store.keys();
    if (!here) return fail(here.error());
    std::erase_if(keys, [&](const auto& key) {
        return std::any_of(here->begin(), here->end(),
                           [&](const auto& each) { return each.hash == key.hash; });
    });
    const auto taken = [&](const std::string& name) {
        return std::any_of(here->begin(), here->end(), [&](const auto& each) { return each.name == name; });
    };
    for (auto& key : keys)
        for (int number = 2; taken(key.name); ++number)
            key.name = key.name.substr(0, 60) + "-" + std::to_string(number);
    return {};
}

Status fit_handles(Heart& heart, std::vector<store::HandleRecord>& handles) {
    const auto here = heart.world.store.handles();
    if (!here) return fail(here.error());
    std::erase_if(handles, [&](const auto& handle) {
        return std::any_of(here->begin(), here->end(), [&](const auto& each) {
            return each.hash == handle.hash || each.name == handle.name;
        });
    });
    return {};
}

/// Settings that were made here are not written over.
Status fit_documents(Heart& heart, std::vector<store::Document>& documents) {
    std::vector<store::Document> fresh;
    for (auto& document : documents) {
        const auto here = heart.world.store.document(document.name);
        if (!here) return fail(here.error());
        if (!*here) fresh.push_back(std::move(document));
    }
    documents = std::move(fresh);
    return {};
}

}  // namespace

Result<std::vector<store::AccountRecord>> Accounts::pack(const PackWish& wish) {
    auto& heart = *impl_;
    Records records;
    Events events;
    Status done;
    {
        std::lock_guard settling(heart.settling);
        const auto accounts = wanted_accounts(heart, wish.accounts);
        if (!accounts) return fail(accounts.error());
        auto all = hold_all(heart, *accounts);
        if (!all) return fail(all.error());
        Parcel parcel{heart.world.clock.now(), wish.copy, {}};
        for (const auto& one : *all) parcel.bundle.accounts.push_back(one.view->record);
        records = parcel.bundle.accounts;
        done = add_belongings(heart, wish.accounts.empty(), parcel.bundle).and_then([&] {
            return wish.keep(parcel);
        });
        if (done && !wish.copy) done = pause_packed(heart, *all, events);
    }
    // Also of those that were paused before one could not be.
    tell(heart.world, events);
    if (!done) return fail(done.error());
    return records;
}

Result<std::vector<store::AccountRecord>> Accounts::unpack(Parcel parcel, const UnpackWish& wish) {
    auto& heart = *impl_;
    auto& bundle = parcel.bundle;
    Events events;
    if (auto good = check_origin(parcel, wish); !good) return fail(good.error());
    {
        std::lock_guard settling(heart.settling);
        const auto met = met_here(heart, bundle.accounts);
        if (!met) return fail(met.error());
        std::vector<AccountPtr> accounts;
        std::vector<std::string> ids;
        for (const auto& each : *met) {
            const auto account = heart.ledger.open_id(each.id);
            if (!account) return fail(account.error());
            accounts.push_back(*account);
            ids.push_back(each.id);
        }
        const auto all = hold_all(heart, accounts);
        if (!all) return fail(all.error());
        // As they stand now that nothing moves them any more.
        Records now;
        for (const auto& one : *all) now.push_back(one.view->record);
        auto done = check_met(now, bundle.accounts, wish)
                        .and_then([&] { return fit_keys(heart, bundle.keys); })
                        .and_then([&] { return fit_handles(heart, bundle.handles); })
                        .and_then([&] { return fit_documents(heart, bundle.documents); })
                        .and_then([&] { return heart.world.store.adopt(bundle, ids); });
        if (!done) return fail(done.error());
        for (const auto& account : accounts) (void)heart.ledger.newest(*account);
    }
    for (const auto& record : bundle.accounts)
        events.push_back(
            about("account.connected", record, reference_of(record) + " came from another computer."));
    tell(heart.world, events);
    return bundle.accounts;
}

}  // namespace roadcase::accounts
