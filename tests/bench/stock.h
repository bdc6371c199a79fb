#pragma once

#include <malloc.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>

#include "accounts/accounts.h"
#include "store/open.h"
#include "support/fake_transport.h"
#include "support/temp_dir.h"

namespace roadcase::bench {

inline accounts::ClientEntry client() {
    accounts::ClientEntry entry;
    entry.name = "fake";
    entry.provider.name = entry.provider.display_name = "fake";
    entry.provider.server.token_endpoint = "http://127.0.0.1:9/token";
    entry.client.client_id = "planted-client";
    return entry;
}

inline store::AccountRecord account(int number, Time now) {
    store::AccountRecord record;
    record.id = "acc_" + std::to_string(100'000'000'000 + number);
    record.client = record.provider = "fake";
    record.name = "n" + std::to_string(number);
    record.subject = std::to_string(number);
    record.display_name = "Streamer " + record.subject;
    record.generation = 1;
    record.scopes = record.requested_scopes = {"chat:read", "chat:edit"};
    record.created_at = record.authorized_at = now;
    record.next_attempt_at = now + seconds{10'000};
    auto& tokens = record.tokens.emplace();
    tokens.access_token = Secret("planted-access-token-of-thirty-characters-" + record.subject);
    tokens.refresh_token =
        Secret("planted-refresh-token-of-fifty-characters-and-some-more-" + record.subject);
    tokens.token_type = "bearer";
    tokens.received_at = now;
    tokens.expires_at = now + seconds{14'400};
    tokens.raw = Secret(std::string(400, 'r'));
    return record;
}

/// Databases with so many accounts, each made once: on a disk without fsync where there is one, for a hundred
/// thousand durable writes would take longer than everything else here. What is measured is copied to a real
/// disk first.
class Stock {
  public:
    const std::string& with(int count) {
        auto& made = homes_[count];
        if (!made) made = fill(count);
        return made->path();
    }

  private:
    static std::unique_ptr<test::TempDir> fill(int count) {
        SystemRandom random;
        const SystemClock clock;
        const auto scratch =
            std::filesystem::path("/dev/shm") / ("roadcase-bench-" + std::to_string(getpid()));
        std::filesystem::create_directory(scratch);
        std::filesystem::permissions(scratch, std::filesystem::perms::owner_all);
        {
            auto store =
                store::open_sqlite_store(scratch.string(), (scratch / "roadcase.key").string(), random);
            if (!store) throw std::runtime_error(store.error().one_line());
            for (int i = 0; i < count; ++i)
                if (auto saved = (*store)->save(account(i, clock.now())); !saved)
                    throw std::runtime_error(saved.error().one_line());
        }
        auto home = std::make_unique<test::TempDir>();
        std::filesystem::copy(scratch, home->path(), std::filesystem::copy_options::recursive);
        std::filesystem::remove_all(scratch);
        return home;
    }
    std::map<int, std::unique_ptr<test::TempDir>> homes_;
};

inline Stock& stock() {
    static Stock one;
    return one;
}

/// Megabytes of memory that are ours now.
inline double resident_mb() {
    malloc_trim(0);
    std::ifstream statm("/proc/self/statm");
    double total = 0;
    double resident = 0;
    statm >> total >> resident;
    return resident * static_cast<double>(sysconf(_SC_PAGESIZE)) / 1e6;
}

/// A home with so many accounts, opened, with a provider that answers at once.
struct Opened {
    explicit Opened(int count) : home(stock().with(count)) {
        auto opened = store::open_sqlite_store(home, home + "/roadcase.key", random);
        if (!opened) throw std::runtime_error(opened.error().one_line());
        store = std::move(*opened);
        transport.on_send = [](const http::Request&) {
            return test::json_answer(
                200, R"({"access_token":"planted-access-token-of-thirty-characters","expires_in":14400,)"
                     R"("refresh_token":"planted-refresh-token-of-fifty-characters","token_type":"bearer"})");
        };
        accounts = std::make_unique<accounts::Accounts>(
            accounts::Accounts::World{*store, transport, clock, random, registry, {}, {}});
        (void)accounts->recover();
    }

    std::string home;
    SystemRandom random;
    SystemClock clock;
    test::AnsweringTransport transport;
    accounts::Registry registry{{client()}};
    std::unique_ptr<store::Store> store;
    std::unique_ptr<accounts::Accounts> accounts;
};

inline accounts::Reference reference(int number) {
    return {.client = "fake", .name = "n" + std::to_string(number), .subject = {}, .id = {}};
}

}  // namespace roadcase::bench
