#pragma once

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "core/encoding.h"
#include "store/database.h"
#include "store/vault.h"
#include "support/random.h"
#include "support/temp_dir.h"

namespace roadcase::store {

inline std::string bytes_of(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

inline void write_bytes(const std::string& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

inline unsigned mode_of(const std::string& path) {
    struct stat is {};
    return stat(path.c_str(), &is) == 0 ? is.st_mode & 07777u : 0u;
}

/// A directory with a store in it.
struct Home {
    test::TempDir dir;
    test::CountingRandom random;

    std::string key_file() const { return dir / "roadcase.key"; }
    std::string database() const { return dir / "roadcase.db"; }
    /// Cheap enough for a test.
    static constexpr ScryptCost cheap{16, 1, 1};

    /// A key file; a test may ask for other sources.
    KeySettings keys() const {
        KeySettings settings;
        settings.file = key_file();
        settings.cost = cheap;
        settings.now = from_unix(1'800'000'000);
        return settings;
    }
    Result<std::unique_ptr<SealedStore>> try_open() { return try_open(keys()); }
    Result<std::unique_ptr<SealedStore>> try_open(const KeySettings& settings) {
        return open_sqlite_store(dir.path(), settings, random);
    }
    std::unique_ptr<SealedStore> open() { return open(keys()); }
    std::unique_ptr<SealedStore> open(const KeySettings& settings) {
        auto store = try_open(settings);
        if (!store) ADD_FAILURE() << store.error().one_line();
        return store ? std::move(*store) : nullptr;
    }
    /// Runs SQL behind the store's back.
    void meddle(const std::string& sql) const {
        auto raw = Database::open(database());
        ASSERT_TRUE(raw) << raw.error().one_line();
        const auto done = (*raw)->script(sql);
        ASSERT_TRUE(done) << done.error().one_line();
    }
};

inline oauth::TokenSet sample_tokens(const std::string& mark) {
    oauth::TokenSet tokens;
    tokens.access_token = Secret("access-" + mark);
    tokens.token_type = "bearer";
    tokens.refresh_token = Secret("refresh-" + mark);
    tokens.received_at = from_unix(1'800'000'000);
    tokens.raw = Secret("{\"access_token\":\"access-" + mark + "\"}");
    return tokens;
}

inline AccountRecord sample_account(const std::string& id, const std::string& name = {}) {
    AccountRecord record;
    record.id = id;
    record.client = "twitch";
    record.provider = "twitch";
    record.name = name;
    record.subject = "subject-of-" + id;
    record.generation = 1;
    record.scopes = {"chat:read"};
    record.created_at = from_unix(1'700'000'000);
    record.authorized_at = from_unix(1'700'000'001);
    record.tokens = sample_tokens(id);
    return record;
}

inline PendingAuthorization sample_pending(const std::string& state_hash) {
    PendingAuthorization pending;
    pending.state_hash = state_hash;
    pending.flow_id = "flow-of-" + state_hash;
    pending.client = "twitch";
    pending.code_verifier = Secret("verifier-of-" + state_hash);
    pending.created_at = from_unix(1'800'000'000);
    return pending;
}

inline Document sample_document(const std::string& name) {
    return {name, from_unix(1'800'000'000), Secret("body-of-" + name)};
}

inline KeyRecord sample_key(const std::string& id) {
    KeyRecord key;
    key.id = id;
    key.name = "obs-" + id;
    key.hash = hex_encode(sha256(id));
    key.accounts = {"twitch/bot"};
    key.created_at = from_unix(1'800'000'000);
    return key;
}

inline HandleRecord sample_handle(const std::string& id) {
    HandleRecord handle;
    handle.id = id;
    handle.account_id = "acc_a";
    handle.name = "spotipy";
    handle.hash = hex_encode(sha256(id));
    handle.created_at = from_unix(1'800'000'000);
    return handle;
}

inline LinkRecord sample_link(const std::string& id) {
    LinkRecord link;
    link.id = id;
    link.account_id = "acc_a";
    link.account = "twitch/bot";
    link.path = "/home/nova/" + id;
    link.format = "plain";
    link.created_at = from_unix(1'800'000'000);
    return link;
}

/// Every field as text, secrets included, so that a difference is seen by comparing two texts.
class Description {
  public:
    Description& add(const std::string& text) {
        out_ << '[' << text << ']';
        return *this;
    }
    Description& add(std::int64_t number) { return add(std::to_string(number)); }
    Description& add(int number) { return add(std::to_string(number)); }
    Description& add(Time time) { return add(to_unix(time)); }
    Description& add(const Secret& secret) { return add(secret.reveal()); }
    Description& add(const std::vector<std::string>& list) {
        for (const auto& each : list) add(each);
        return add("end of list");
    }
    template <class T>
    Description& add(const std::optional<T>& value) {
        return value ? add(*value) : add("nothing");
    }
    template <class First, class... More>
    Description& all(const First& first, const More&... more) {
        add(first);
        (add(more), ...);
        return *this;
    }
    std::string text() const { return out_.str(); }

  private:
    std::ostringstream out_;
};

inline std::string described(const oauth::TokenSet& t) {
    return Description()
        .all(t.access_token, t.token_type, t.refresh_token, t.id_token, t.scopes, t.received_at, t.expires_at,
             t.refresh_expires_at, t.raw)
        .text();
}

inline std::string described(const AccountRecord& r) {
    return Description()
        .all(r.id, r.client, r.provider, r.name, r.subject, r.display_name, static_cast<int>(r.status),
             r.problem_code, r.problem, r.problem_since, r.generation, r.scopes, r.requested_scopes,
             r.created_at, r.authorized_at, r.renewed_at, r.next_attempt_at, r.failures, r.interrupted_at,
             r.consent_ends_at, r.rejections, r.grant_type,
             r.tokens ? described(*r.tokens) : std::string("no tokens"))
        .text();
}

inline std::string described(const PendingAuthorization& r) {
    return Description()
        .all(r.state_hash, r.flow_id, r.client, r.account_id, r.account_name, r.redirect_uri, r.issuer,
             r.authorization_endpoint, r.token_endpoint, r.client_id, r.scopes, r.code_verifier,
             r.binding_hash, r.origin, r.created_at, r.nonce)
        .text();
}

inline std::string described(const RefreshJournalRow& r) {
    return Description().all(r.account_id, r.generation, r.started_at, r.pid, r.owner, r.lease_until).text();
}

inline std::string described(const Document& r) {
    return Description().all(r.name, r.at, r.body).text();
}

inline std::string described(const KeyRecord& r) {
    return Description()
        .all(r.id, r.name, r.hash, r.accounts, r.created_at, r.expires_at, r.last_used_at, r.uses, r.scopes,
             r.brokers, r.per_minute, int{r.paused}, int{r.unconfirmed}, r.max_ttl, r.origins)
        .text();
}

inline std::string described(const HandleRecord& r) {
    return Description().all(r.id, r.account_id, r.name, r.hash, r.created_at, r.last_used_at, r.uses).text();
}

inline std::string described(const LinkRecord& r) {
    return Description()
        .all(r.id, r.account_id, r.account, r.path, r.format, r.mode, r.created_at, r.written_at,
             r.generation, r.content_hash, r.problem_code, r.problem, r.handle)
        .text();
}

inline std::string described(const ActivityRecord& r) {
    return Description().all(r.id, r.at, r.kind, r.account, r.who, r.text).text();
}

inline std::string described(const std::string& text) {
    return text;
}

template <class T>
std::string described(const std::optional<T>& value) {
    return value ? described(*value) : "nothing";
}

template <class T>
std::string described(const std::vector<T>& values) {
    std::string text;
    for (const auto& value : values) text += described(value) + "\n";
    return text;
}

/// The value's text, or "error: …" with the Error in one line.
template <class T>
std::string described(const Result<T>& result) {
    return result ? described(*result) : "error: " + result.error().one_line();
}

/// Runs `work` in a process of its own and gives what it returned.
inline std::string in_child(const std::function<std::string()>& work) {
    int ends[2];
    if (pipe(ends) != 0) return "no pipe";
    const pid_t child = fork();
    if (child == 0) {
        const auto said = work();
        const auto written = write(ends[1], said.data(), said.size());
        _exit(written == static_cast<ssize_t>(said.size()) ? 0 : 1);
    }
    close(ends[1]);
    std::string said;
    std::array<char, 4096> buffer{};
    for (ssize_t got = 0; (got = read(ends[0], buffer.data(), buffer.size())) > 0;)
        said.append(buffer.data(), static_cast<std::size_t>(got));
    close(ends[0]);
    int status = 0;
    waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? said : said + " (the child died)";
}

}  // namespace roadcase::store
