#include "http/resolve.h"

#include <netdb.h>
#include <poll.h>
#include <sys/eventfd.h>

#include <atomic>
#include <cstring>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>

#include "http/failures.h"
#include "platform/descriptor.h"

namespace roadcase::http {
namespace {

constexpr std::size_t max_addresses = 8;
constexpr int max_lookups = 64;

/// Lookups that run, those left behind included: a broken resolver must not gather threads without end.
std::atomic<int> running_lookups{0};

struct Outcome {
    int error = 0;
    std::vector<Address> addresses;
};

Outcome look_up(const std::string& host, const std::string& port, int flags) {
    addrinfo hints{};
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV | flags;
    addrinfo* list = nullptr;
    Outcome outcome;
    outcome.error = ::getaddrinfo(host.c_str(), port.c_str(), &hints, &list);
    if (outcome.error != 0) return outcome;
    for (auto* entry = list; entry != nullptr && outcome.addresses.size() < max_addresses;
         entry = entry->ai_next) {
        Address address;
        address.size = entry->ai_addrlen;
        std::memcpy(&address.storage, entry->ai_addr, entry->ai_addrlen);
        outcome.addresses.push_back(address);
    }
    ::freeaddrinfo(list);
    return outcome;
}

/// Shared by the one who waits and the one who looks up; who is last frees it.
struct Lookup {
    platform::Descriptor finished{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
    std::mutex mutex;
    std::optional<Outcome> outcome;
};

bool start_lookup(const std::shared_ptr<Lookup>& lookup, const std::string& host, const std::string& port) {
    if (!lookup->finished) return false;
    if (++running_lookups > max_lookups) {
        --running_lookups;
        return false;
    }
    try {
        std::thread([lookup, host, port] {
            auto outcome = look_up(host, port, AI_ADDRCONFIG);
            {
                std::lock_guard lock(lookup->mutex);
                lookup->outcome = std::move(outcome);
            }
            ::eventfd_write(lookup->finished.get(), 1);
            --running_lookups;
        }).detach();
    } catch (const std::system_error&) {
        --running_lookups;
        return false;
    }
    return true;
}

}  // namespace

Result<std::vector<Address>> resolve(const Url& url, const Deadline& deadline) {
    const auto port = std::to_string(url.port);
    if (url.host == "localhost") {
        auto addresses = look_up("127.0.0.1", port, AI_NUMERICHOST).addresses;
        for (const auto& six : look_up("::1", port, AI_NUMERICHOST).addresses) addresses.push_back(six);
        return addresses;
    }
    auto literal = look_up(url.host, port, AI_NUMERICHOST);
    if (literal.error == 0) return std::move(literal.addresses);

    const auto lookup = std::make_shared<Lookup>();
    if (!start_lookup(lookup, url.host, port))
        return fail(not_answering(url.host, "Too many name lookups are waiting already."));
    if (!wait_ready(lookup->finished.get(), POLLIN, deadline))
        return fail(too_slow(url.host, "Looking up its address", deadline));
    std::lock_guard lock(lookup->mutex);
    if (lookup->outcome->error != 0)
        return fail(not_answering(url.host, std::string(::gai_strerror(lookup->outcome->error)) + "."));
    return std::move(lookup->outcome->addresses);
}

}  // namespace roadcase::http
