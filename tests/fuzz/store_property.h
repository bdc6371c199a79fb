#pragma once

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

#include "store/vault.h"
#include "support/random.h"
#include "support/temp_dir.h"

namespace roadcase::test {

/// A small database, and what must hold when its bytes are changed: it gives what was saved, or an Error that
/// names a file; never a crash, never something else. The fuzz target and a unit test over its corpus share
/// it.
class StoreProperty {
  public:
    StoreProperty() {
        auto store = open();
        if (!store || !fill(**store)) return;
        whole_ = content(**store);
        store->reset();
        sound_ = read_file();
    }
    bool is_ready() const { return !sound_.empty() && whole_.find("error") == std::string::npos; }

    /// `changes` is a list of four bytes each: where (three bytes, big endian, modulo the size) and the bits
    /// to flip. A list of another length also cuts the file, at the place of its last change. Gives the
    /// broken rule in words, or nothing when all is well.
    std::string problem(std::string_view changes) {
        auto bytes = sound_;
        std::size_t at = 0;
        for (; changes.size() >= 4; changes.remove_prefix(4)) {
            at = place(changes) % bytes.size();
            bytes[at] = static_cast<char>(bytes[at] ^ changes[3]);
        }
        if (!changes.empty()) bytes.resize(at);
        put(bytes);
        return verdict();
    }

  private:
    static std::size_t place(std::string_view change) {
        std::size_t at = 0;
        for (const char byte : change.substr(0, 3)) at = at << 8 | static_cast<std::uint8_t>(byte);
        return at;
    }

    std::string verdict() {
        const auto store = open();
        const auto found = store ? content(**store) : "error: " + store.error().one_line();
        if (found == whole_) return {};
        if (found.rfind("error: ", 0) != 0) return "something else than was saved: " + found;
        return found.find("roadcase.") == std::string::npos ? "an error that names no file: " + found : "";
    }

    Result<std::unique_ptr<store::SealedStore>> open() {
        store::KeySettings keys;
        keys.wanted = store::KeyKind::passphrase;
        keys.passphrase = [](bool) -> Result<Secret> { return Secret("planted passphrase"); };
        keys.cost = {2, 1, 1};
        return store::open_sqlite_store(dir_.path(), keys, random_);
    }

    static bool fill(store::Store& store) {
        store::AccountRecord record;
        record.id = "acc_a";
        record.client = record.provider = "twitch";
        record.generation = 1;
        record.next_attempt_at = from_unix(100);
        record.tokens.emplace();
        record.tokens->access_token = Secret("planted-access");
        record.tokens->refresh_token = Secret("planted-refresh");
        store::KeyRecord key;
        key.id = "key_a";
        key.hash = "planted-hash";
        return store.save(record) && store.add_key(key) &&
               store.add_activity({0, from_unix(1), "kind", "twitch", "keeper", "Said."});
    }

    /// What it gives, or "error: …" with the first one.
    static std::string content(store::Store& store) {
        const auto account = store.account_named("twitch", "");
        if (!account) return "error: " + account.error().one_line();
        const auto key = store.key_with_hash("planted-hash");
        if (!key) return "error: " + key.error().one_line();
        const auto activity = store.activity(10);
        if (!activity) return "error: " + activity.error().one_line();
        const auto due = store.due(from_unix(200), 10, {});
        if (!due) return "error: " + due.error().one_line();
        std::string text = *account ? (*account)->id : "no account";
        if (*account && (*account)->tokens)
            text += (*account)->tokens->access_token.reveal() + (*account)->tokens->refresh_token.reveal();
        text += *key ? (*key)->id : "no key";
        for (const auto& each : *activity) text += each.text;
        for (const auto& each : *due) text += each;
        return text;
    }

    std::string path() const { return dir_ / "roadcase.db"; }
    std::string read_file() const {
        std::ifstream file(path(), std::ios::binary);
        return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    }
    void put(const std::string& bytes) const {
        for (const auto* suffix : {"-wal", "-shm"}) {
            std::error_code ignored;
            std::filesystem::remove(path() + suffix, ignored);
        }
        std::ofstream(path(), std::ios::binary | std::ios::trunc) << bytes;
    }

    TempDir dir_;
    CountingRandom random_;
    std::string sound_;
    std::string whole_;
};

}  // namespace roadcase::test
