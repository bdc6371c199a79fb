#include "accounts/flows.h"

#include <algorithm>

namespace roadcase::accounts {
namespace {

constexpr seconds kept_for{600};
constexpr std::size_t kept_at_most = 512;

}  // namespace

void Flows::put(Flow flow, Time now) {
    kept_.with([&](std::deque<Kept>& kept) {
        std::erase_if(
            kept, [&](const Kept& old) { return old.flow.id == flow.id || now - old.put_at >= kept_for; });
        if (kept.size() >= kept_at_most) kept.pop_front();
        kept.push_back({std::move(flow), now});
    });
}

std::optional<Flow> Flows::find(std::string_view id, Time now) const {
    return kept_.with([&](const std::deque<Kept>& kept) -> std::optional<Flow> {
        for (const auto& one : kept)
            if (one.flow.id == id && now - one.put_at < kept_for) return one.flow;
        return std::nullopt;
    });
}

}  // namespace roadcase::accounts
