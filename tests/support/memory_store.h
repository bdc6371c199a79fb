#pragma once

#include <algorithm>
#include <atomic>
#include <deque>
#include <map>
#include <mutex>
#include <set>
#include <string>

#include "store/store.h"

namespace roadcase::test {

/// A store in memory with switches for what disks do. Thread-safe; the switches are set between calls.
class MemoryStore final : public store::Store {
  public:
    std::atomic<bool> read_only{false};       ///< every write is refused, and check_writable says so
    std::atomic<bool> unwritable{false};      ///< check_writable alone fails
    std::atomic<bool> fail_saves{false};      ///< save() alone fails: the disk filled up after the check
    std::atomic<int> fail_save_at{0};         ///< the save() of this number (from 1) fails; 0: none
    std::atomic<int> saves{0};                ///< calls of save()
    std::atomic<bool> fail_documents{false};  ///< documents cannot be read

    Status check_writable() override {
        if (unwritable) return full();
        return write([] {});
    }

    Result<std::optional<store::AccountRecord>> account(std::string_view id) override {
        return first([&](const store::AccountRecord& record) { return record.id == id; });
    }
    Result<std::optional<store::AccountRecord>> account_named(std::string_view client,
                                                              std::string_view name) override {
        return first([&](const store::AccountRecord& record) {
            return record.client == client && record.name == name;
        });
    }
    Result<std::optional<store::AccountRecord>> account_with_subject(std::string_view client,
                                                                     std::string_view subject) override {
        return first([&](const store::AccountRecord& record) {
            return record.client == client && record.subject == subject;
        });
    }
    Result<std::vector<store::AccountRecord>> accounts() override {
        std::lock_guard lock(mutex_);
        std::vector<store::AccountRecord> all;
        for (const auto& [id, record] : accounts_) {
            all.push_back(record);
            all.back().tokens.reset();
        }
        std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
            return std::tie(a.client, a.name) < std::tie(b.client, b.name);
        });
        return all;
    }
    Result<std::size_t> account_count() override {
        std::lock_guard lock(mutex_);
        return accounts_.size();
    }
    Result<std::vector<std::string>> connected_ids(std::string_view provider) override {
        return ids([&](const store::AccountRecord& record) { return record.provider == provider; });
    }
    Result<std::vector<std::string>> ids_from_after(Time now) override {
        return ids([&](const store::AccountRecord& record) {
            return record.authorized_at > now || record.renewed_at > now;
        });
    }
    Result<std::vector<std::string>> due(Time until, std::size_t limit,
                                         const std::vector<std::string>& except) override {
        std::lock_guard lock(mutex_);
        std::vector<std::pair<Time, std::string>> found;
        for (const auto& [id, record] : accounts_)
            if (record.status == store::AccountStatus::connected && record.next_attempt_at &&
                *record.next_attempt_at <= until &&
                std::find(except.begin(), except.end(), record.provider) == except.end())
                found.emplace_back(*record.next_attempt_at, id);
        std::sort(found.begin(), found.end());
        std::vector<std::string> ids;
        for (const auto& [at, id] : found)
            if (ids.size() < limit) ids.push_back(id);
        return ids;
    }

    Status save(const store::AccountRecord& record) override {
        const int number = ++saves;
        if (fail_saves || number == fail_save_at) return full();
        bool stale = false;
        auto saved = write([&] {
            const auto old = accounts_.find(record.id);
            stale = old != accounts_.end() && old->second.generation > record.generation;
            if (stale) return;
            accounts_[record.id] = record;
            journal_.erase(record.id);
        });
        if (stale) return fail(ErrorKind::internal, "stale", "A later generation is stored.");
        return saved;
    }
    Status rename_accounts(const std::vector<store::Renaming>& renamings) override {
        if (fail_saves) return full();
        Status done;
        auto written = write([&] {
            auto next = accounts_;
            for (const auto& each : renamings) next.at(each.account_id).name = each.name;
            std::set<std::pair<std::string, std::string>> names;
            for (const auto& [id, record] : next)
                if (!names.emplace(record.client, record.name).second)
                    done = fail(ErrorKind::conflict, "taken", "There is another account of that name.");
            if (done) accounts_ = std::move(next);
        });
        return written ? done : written;
    }
    Status adopt(const store::Bundle& bundle, const std::vector<std::string>& replaced) override {
        if (fail_saves) return full();
        return write([&] {
            for (const auto& id : replaced) accounts_.erase(id);
            for (const auto& record : bundle.accounts) accounts_[record.id] = record;
            keys_.insert(keys_.end(), bundle.keys.begin(), bundle.keys.end());
            handles_.insert(handles_.end(), bundle.handles.begin(), bundle.handles.end());
            for (const auto& document : bundle.documents) documents_[document.name] = document;
        });
    }
    Status remove_account(std::string_view id) override {
        return write([&] {
            accounts_.erase(std::string(id));
            journal_.erase(std::string(id));
        });
    }

    Status begin_refresh(const store::RefreshJournalRow& row) override {
        if (unwritable) return full();
        bool held = false;
        auto written = write([&] {
            const auto old = journal_.find(row.account_id);
            held = old != journal_.end() && old->second.owner != row.owner &&
                   old->second.lease_until > row.started_at;
            if (!held) journal_[row.account_id] = row;
        });
        if (held) return fail(ErrorKind::unavailable, "held", "Another one is at it.");
        return written;
    }
    Status end_refresh(std::string_view account_id) override {
        return write([&] { journal_.erase(std::string(account_id)); });
    }
    Result<std::vector<store::RefreshJournalRow>> unfinished_refreshes() override {
        std::lock_guard lock(mutex_);
        std::vector<store::RefreshJournalRow> rows;
        for (const auto& [id, row] : journal_) rows.push_back(row);
        return rows;
    }

    Status put_pending(const store::PendingAuthorization& pending, std::size_t max_pending) override {
        return write([&] {
            pending_.push_back(pending);
            while (pending_.size() > max_pending) pending_.pop_front();
        });
    }
    Result<std::optional<store::PendingAuthorization>> pending(std::string_view state_hash) override {
        std::lock_guard lock(mutex_);
        for (const auto& one : pending_)
            if (one.state_hash == state_hash) return one;
        return std::nullopt;
    }
    Result<std::optional<store::PendingAuthorization>> take_pending(std::string_view state_hash) override {
        std::optional<store::PendingAuthorization> taken;
        auto written = write([&] {
            for (auto one = pending_.begin(); one != pending_.end(); ++one) {
                if (one->state_hash != state_hash) continue;
                taken = *one;
                pending_.erase(one);
                return;
            }
        });
        if (!written) return fail(written.error());
        return taken;
    }
    Status drop_pending_before(Time created_before) override {
        return write([&] {
            std::erase_if(pending_, [&](const auto& one) { return one.created_at < created_before; });
        });
    }
    std::size_t pending_count() {
        std::lock_guard lock(mutex_);
        return pending_.size();
    }

    Status put_document(std::string_view name, const Secret& body, Time at) override {
        return write([&] { documents_[std::string(name)] = {std::string(name), at, body}; });
    }
    Result<std::optional<store::Document>> document(std::string_view name) override {
        if (fail_documents) return full();
        std::lock_guard lock(mutex_);
        const auto found = documents_.find(std::string(name));
        return found == documents_.end() ? std::nullopt : std::optional(found->second);
    }
    Status remove_document(std::string_view name) override {
        return write([&] { documents_.erase(std::string(name)); });
    }

    Result<std::vector<store::Document>> documents(std::string_view prefix) override {
        std::lock_guard lock(mutex_);
        std::vector<store::Document> found;
        for (const auto& [name, document] : documents_)
            if (name.starts_with(prefix)) found.push_back(document);
        return found;
    }

    Status add_key(const store::KeyRecord& key) override {
        return write([&] { keys_.push_back(key); });
    }
    Result<std::vector<store::KeyRecord>> keys() override {
        std::lock_guard lock(mutex_);
        return keys_;
    }
    Result<std::optional<store::KeyRecord>> key_with_hash(std::string_view hash) override {
        std::lock_guard lock(mutex_);
        for (const auto& key : keys_)
            if (key.hash == hash) return key;
        return std::nullopt;
    }
    Status update_key(const store::KeyRecord& key) override {
        return write([&] {
            for (auto& old : keys_) {
                if (old.id != key.id) continue;
                const auto before = old;
                old = key;
                old.uses = before.uses;
                old.last_used_at = before.last_used_at;
            }
        });
    }
    Status revoke_key(std::string_view id) override {
        return write([&] { std::erase_if(keys_, [&](const auto& key) { return key.id == id; }); });
    }
    Status touch_key(std::string_view id, Time at, std::int64_t uses) override {
        return write([&] {
            for (auto& key : keys_) {
                if (key.id != id) continue;
                key.last_used_at = at;
                key.uses += uses;
            }
        });
    }

    Status add_handle(const store::HandleRecord& handle) override {
        return write([&] { handles_.push_back(handle); });
    }
    Result<std::vector<store::HandleRecord>> handles() override {
        std::lock_guard lock(mutex_);
        return handles_;
    }
    Result<std::optional<store::HandleRecord>> handle_with_hash(std::string_view hash) override {
        std::lock_guard lock(mutex_);
        for (const auto& handle : handles_)
            if (handle.hash == hash) return handle;
        return std::nullopt;
    }
    Status revoke_handle(std::string_view id) override {
        return write([&] { std::erase_if(handles_, [&](const auto& handle) { return handle.id == id; }); });
    }
    Status touch_handle(std::string_view id, Time at, std::int64_t uses) override {
        return write([&] {
            for (auto& handle : handles_) {
                if (handle.id != id) continue;
                handle.last_used_at = at;
                handle.uses += uses;
            }
        });
    }

    Status put_link(const store::LinkRecord& link) override {
        bool taken = false;
        auto written = write([&] {
            for (const auto& [id, other] : links_)
                taken = taken || (id != link.id && other.path == link.path);
            if (!taken) links_[link.id] = link;
        });
        if (taken) return fail(ErrorKind::internal, "taken", "Another link has that path.");
        return written;
    }
    Result<std::vector<store::LinkRecord>> links() override {
        std::lock_guard lock(mutex_);
        std::vector<store::LinkRecord> all;
        for (const auto& [id, link] : links_) all.push_back(link);
        return all;
    }
    Status remove_link(std::string_view id) override {
        return write([&] { links_.erase(std::string(id)); });
    }

    Status add_activity(const store::ActivityRecord& record) override {
        return write([&] { activity_.push_front(record); });
    }
    Result<std::vector<store::ActivityRecord>> activity(std::size_t newest) override {
        std::lock_guard lock(mutex_);
        return std::vector<store::ActivityRecord>(
            activity_.begin(),
            activity_.begin() + static_cast<std::ptrdiff_t>(std::min(newest, activity_.size())));
    }

  private:
    template <class Test>
    std::vector<std::string> ids(Test&& test) {
        std::lock_guard lock(mutex_);
        std::vector<std::string> found;
        for (const auto& [id, record] : accounts_)
            if (record.status == store::AccountStatus::connected && test(record)) found.push_back(id);
        return found;
    }
    static tl::unexpected<Error> full() {
        return fail(ErrorKind::internal, "E406", "The disk is full.", "", "Free some space.");
    }
    template <class Work>
    Status write(Work&& work) {
        if (read_only) return full();
        std::lock_guard lock(mutex_);
        work();
        return {};
    }
    template <class Test>
    Result<std::optional<store::AccountRecord>> first(Test&& test) {
        std::lock_guard lock(mutex_);
        for (const auto& [id, record] : accounts_)
            if (test(record)) return record;
        return std::nullopt;
    }

    std::mutex mutex_;
    std::map<std::string, store::AccountRecord> accounts_;
    std::map<std::string, store::RefreshJournalRow> journal_;
    std::deque<store::PendingAuthorization> pending_;
    std::map<std::string, store::Document> documents_;
    std::vector<store::KeyRecord> keys_;
    std::vector<store::HandleRecord> handles_;
    std::map<std::string, store::LinkRecord> links_;
    std::deque<store::ActivityRecord> activity_;
};

}  // namespace roadcase::test
