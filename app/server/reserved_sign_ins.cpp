#include "server/reserved_sign_ins.h"

#include <algorithm>

namespace roadcase::server {
namespace {

constexpr std::size_t max_entries = 64;
constexpr seconds lifetime{600};

}  // namespace

void ReservedSignIns::drop_old(Entries& entries) const {
    std::erase_if(entries,
                  [now = clock_.now()](const auto& each) { return now - each.second.since > lifetime; });
    while (entries.size() > max_entries)
        entries.erase(std::min_element(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
            return a.second.since < b.second.since;
        }));
}

void ReservedSignIns::put(const std::string& flow_id, accounts::SignIn wish) {
    entries_.with([&](Entries& entries) {
        entries[flow_id] = {std::move(wish), clock_.now()};
        drop_old(entries);
    });
}

std::optional<accounts::SignIn> ReservedSignIns::take(const std::string& flow_id) {
    return entries_.with([&](Entries& entries) -> std::optional<accounts::SignIn> {
        drop_old(entries);
        const auto it = entries.find(flow_id);
        if (it == entries.end() || it->second.taken) return std::nullopt;
        it->second.taken = true;
        return it->second.wish;
    });
}

bool ReservedSignIns::drop(const std::string& flow_id) {
    return entries_.with([&](Entries& entries) { return entries.erase(flow_id) > 0; });
}

std::optional<accounts::Flow> ReservedSignIns::waiting(const std::string& flow_id) const {
    return entries_.with([&](const Entries& entries) -> std::optional<accounts::Flow> {
        const auto it = entries.find(flow_id);
        if (it == entries.end() || clock_.now() - it->second.since > lifetime) return std::nullopt;
        accounts::Flow flow;
        flow.id = flow_id;
        flow.client = it->second.wish.client;
        flow.origin = it->second.wish.origin;
        flow.started_at = it->second.since;
        return flow;
    });
}

}  // namespace roadcase::server
