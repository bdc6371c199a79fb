#include "accounts/ledger.h"

#include "accounts/problems.h"
#include "accounts/words.h"
#include "core/milestone.h"

namespace roadcase::accounts {
namespace {

std::string plain(const Reference& ref) {
    return ref.name.empty() ? ref.client : ref.client + "/" + ref.name;
}

bool is_gone(const Standing& mine, const std::optional<store::AccountRecord>& stored) {
    return !stored && !mine.unsaved;
}

bool mine_is_newer(const Standing& mine, const std::optional<store::AccountRecord>& stored) {
    if (!stored || stored->generation < mine.record.generation) return true;
    return mine.unsaved && stored->generation == mine.record.generation;
}

}  // namespace

AccountPtr Ledger::loaded(std::string_view id) const {
    return index_.with([&](const Index& index) -> AccountPtr {
        const auto found = index.by_id.find(id);
        return found == index.by_id.end() ? nullptr : found->second;
    });
}

AccountPtr Ledger::loaded_as(const std::string& reference) const {
    return index_.with([&](const Index& index) -> AccountPtr {
        const auto id = index.id_of.find(reference);
        if (id == index.id_of.end()) return nullptr;
        const auto found = index.by_id.find(id->second);
        if (found == index.by_id.end()) return nullptr;
        // Whoever read the store just before a renaming entered the old name.
        return reference_of(found->second->look()->record) == reference ? found->second : nullptr;
    });
}

AccountPtr Ledger::enter(Standing first) {
    const auto id = first.record.id;
    const auto reference = reference_of(first.record);
    auto account = std::make_shared<Account>(std::move(first));
    return index_.with([&](Index& index) {
        index.id_of.insert_or_assign(reference, id);
        return index.by_id.try_emplace(id, std::move(account)).first->second;
    });
}

Result<AccountPtr> Ledger::open_id(std::string_view id) {
    return open(Reference{.client = {}, .name = {}, .subject = {}, .id = std::string(id)});
}

Result<AccountPtr> Ledger::open(const Reference& ref) {
    auto account = find(ref);
    if (account && !*account) return open_the_only_one(ref);
    return account;
}

Result<AccountPtr> Ledger::find(const Reference& ref) {
    const bool by_name = ref.id.empty() && ref.subject.empty();
    if (auto account = by_name ? loaded_as(plain(ref)) : loaded(ref.id)) return account;
    auto stored = look_up(ref);
    if (!stored) return fail(stored.error());
    if (!*stored) return AccountPtr{};
    return enter(standing_of(std::move(**stored), world_.clock));
}

Result<std::optional<store::AccountRecord>> Ledger::look_up(const Reference& ref) {
    if (!ref.id.empty()) return world_.store.account(ref.id);
    if (!ref.subject.empty()) return world_.store.account_with_subject(ref.client, ref.subject);
    return world_.store.account_named(ref.client, ref.name);
}

// "twitch" also means the one account of twitch, whatever its name; the app's own it never means.
Result<AccountPtr> Ledger::open_the_only_one(const Reference& ref) {
    const auto accounts = world_.store.accounts();
    if (!accounts) return fail(accounts.error());
    if (!ref.id.empty() || !ref.subject.empty() || !ref.name.empty())
        return fail(no_such_account(ref, *accounts));
    std::vector<std::string> ids;
    for (const auto& record : *accounts)
        if (record.client == ref.client && !is_app(record)) ids.push_back(record.id);
    if (ids.size() == 1) return open_id(ids.front());
    const auto entry = world_.registry.find(ref.client);
    if (ids.empty() && entry) return fail(nobody_signed_in(entry->name, entry->provider.display_name));
    return fail(no_such_account(ref, *accounts));
}

Result<View> Ledger::newest(Account& account) {
    const auto mine = account.look();
    auto stored = world_.store.account(mine->record.id);
    if (!stored) return fail(stored.error());
    if (is_gone(*mine, *stored)) {
        drop(account);
        return fail(was_removed(mine->record));
    }
    if (mine_is_newer(*mine, *stored)) return mine;

    auto next = standing_of(std::move(**stored), world_.clock);
    next.attempts = mine->attempts;
    if (next.record.generation == mine->record.generation) {
        next.ends_since_boot = mine->ends_since_boot;
    }
    account.show(std::move(next));
    return account.look();
}

void Ledger::keep(Account& account, Standing next, Events& events) {
    reached("account.saving");
    const auto saved = world_.store.save(next.record);
    reached("account.saved");
    if (saved || saved.error().code != "stale") return note_saved(account, std::move(next), saved, events);
    // Somebody wrote a later generation meanwhile: theirs stands.
    auto mine = *account.look();
    mine.attempts = next.attempts;
    mine.unsaved = false;
    account.show(std::move(mine));
    (void)newest(account);
}

void Ledger::note_saved(Account& account, Standing next, const Status& saved, Events& events) {
    const auto id = next.record.id;
    const auto reference = reference_of(next.record);
    next.unsaved = !saved;
    if (!saved && next.record.problem_code.empty()) {
        next.record.problem_code = "E406";
        next.record.problem = "It is held in memory and saved as soon as possible. " + saved.error().title +
                              (saved.error().detail.empty() ? "" : " " + saved.error().detail);
        next.record.problem_since = world_.clock.now();
    }
    account.show(std::move(next));
    const bool newly_unsaved = index_.with([&](Index& index) {
        if (!saved) return index.unsaved.insert(id).second;
        index.unsaved.erase(id);
        return false;
    });
    if (newly_unsaved)
        events.push_back(about("store.degraded", account.look()->record,
                               "What is new about " + reference +
                                   " could not be saved and is held in memory: " + saved.error().one_line()));
}

AccountPtr Ledger::admit(Standing first, Events& events) {
    // Saved before it can be found: nobody sees an account that the disk does not have.
    reached("account.saving");
    const auto saved = world_.store.save(first.record);
    reached("account.saved");
    auto account = enter(first);
    note_saved(*account, std::move(first), saved, events);
    return account;
}

Status Ledger::save_unsaved(Account& account) {
    auto next = *account.look();
    if (!next.unsaved) return {};
    auto record = next.record;
    if (record.problem_code == "E406") {
        record.problem_code.clear();
        record.problem.clear();
        record.problem_since.reset();
    }
    const auto saved = world_.store.save(record);
    const bool stale = !saved && saved.error().code == "stale";
    if (!saved && !stale) return saved;
    next.record = std::move(record);
    next.unsaved = false;
    index_.with([&](Index& index) { index.unsaved.erase(next.record.id); });
    account.show(std::move(next));
    if (stale) (void)newest(account);
    return {};
}

std::vector<AccountPtr> Ledger::unsaved() {
    return index_.with([](const Index& index) {
        std::vector<AccountPtr> accounts;
        for (const auto& id : index.unsaved) {
            const auto found = index.by_id.find(id);
            if (found != index.by_id.end()) accounts.push_back(found->second);
        }
        return accounts;
    });
}

std::vector<AccountPtr> Ledger::everyone_loaded() const {
    return index_.with([](const Index& index) {
        std::vector<AccountPtr> accounts;
        for (const auto& [id, account] : index.by_id) accounts.push_back(account);
        return accounts;
    });
}

Status Ledger::change(Account& account, Standing next) {
    if (auto saved = world_.store.save(next.record); !saved) return saved;
    account.show(std::move(next));
    return {};
}

Status Ledger::rename(const std::vector<std::pair<AccountPtr, std::string>>& names) {
    std::vector<store::Renaming> renamings;
    for (const auto& [account, name] : names) {
        if (auto saved = save_unsaved(*account); !saved) return saved;
        renamings.push_back({account->look()->record.id, name});
    }
    if (auto renamed = world_.store.rename_accounts(renamings); !renamed) {
        auto error = renamed.error();
        if (error.code == "taken") error.code.clear();
        return fail(std::move(error));
    }
    index_.with([&](Index& index) {
        for (const auto& [account, name] : names) index.id_of.erase(reference_of(account->look()->record));
        for (const auto& [account, name] : names) {
            auto next = *account->look();
            next.record.name = name;
            index.id_of.insert_or_assign(reference_of(next.record), next.record.id);
            account->show(std::move(next));
        }
    });
    return {};
}

Status Ledger::remove(Account& account) {
    if (auto removed = world_.store.remove_account(account.look()->record.id); !removed) return removed;
    drop(account);
    return {};
}

// Whoever waits for the renewal lock still holds the account: it must have nothing left to spend or to save.
void Ledger::drop(Account& account) {
    auto last = *account.look();
    index_.with([&](Index& index) {
        index.unsaved.erase(last.record.id);
        index.id_of.erase(reference_of(last.record));
        index.by_id.erase(last.record.id);
    });
    last.unsaved = false;
    last.record.tokens.reset();
    account.show(std::move(last));
}

std::string Ledger::provider_of(const store::AccountRecord& record) const {
    const auto entry = world_.registry.find(record.client);
    return entry ? entry->provider.display_name : record.provider;
}

Error Ledger::error_of(const store::AccountRecord& record) const {
    const auto entry = world_.registry.find(record.client);
    return accounts::error_of(record, provider_of(record), world_.clock.now(), entry && entry->made_here);
}

}  // namespace roadcase::accounts
