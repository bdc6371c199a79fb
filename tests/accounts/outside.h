#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "accounts/accounts.h"
#include "support/fake_transport.h"
#include "support/manual_clock.h"
#include "support/memory_store.h"
#include "support/random.h"

namespace roadcase::test {

/// The world outside, with a web whose pages a test writes: what is not there is 404, what has no status is
/// no answer at all.
struct Outside {
    explicit Outside(std::vector<accounts::ClientEntry> entries = {}) : registry(std::move(entries)) {
        transport.on_send = [this](const http::Request& request) -> Result<http::Response> {
            const auto page = pages.find(request.url);
            if (page == pages.end()) return http::Response{404, {}, "not here"};
            if (page->second.status == 0)
                return fail(ErrorKind::unavailable, "E404", "The host does not answer.");
            return page->second;
        };
    }
    void put(const std::string& url, std::string body) { pages[url] = json_answer(200, std::move(body)); }
    void unplug(const std::string& url) { pages[url] = {}; }
    /// Every address that was asked, in order.
    std::vector<std::string> asked() const {
        std::vector<std::string> urls;
        for (const auto& request : transport.requests()) urls.push_back(request.url);
        return urls;
    }

    ManualClock clock;
    CountingRandom random;
    MemoryStore store;
    ScriptedTransport transport;
    std::map<std::string, http::Response> pages;
    accounts::Registry registry;
    accounts::Accounts::World world{store, transport, clock, random, registry, {}, {}};
};

}  // namespace roadcase::test
