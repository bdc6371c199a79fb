#include "dashboard/slow_finish.h"

#include <algorithm>
#include <exception>
#include <system_error>

namespace roadcase::dashboard {
namespace {

constexpr std::size_t most = 8;
constexpr std::size_t id_bytes = 16;

/// Nobody above a thread of our own would catch what runs out, such as memory.
std::string path_of(const SlowFinish::Work& work) {
    try {
        return work();
    } catch (const std::exception&) {
        return "/done/lost";
    }
}

}  // namespace

SlowFinish::Run SlowFinish::run(Work work, milliseconds patience) {
    const auto begun = begin(work);
    if (!begun) return {{}, work()};
    std::unique_lock lock(mutex_);
    ended_.wait_for(lock, patience, [&] { return begun->path.has_value(); });
    return *begun;
}

/// Room is made by what has ended; what has not is never waited for.
std::shared_ptr<SlowFinish::Run> SlowFinish::begin(Work work) {
    auto id = random_.token(id_bytes);
    if (!id) return nullptr;
    const std::lock_guard lock(mutex_);
    if (kept_.size() == most) {
        const auto over = std::find_if(kept_.begin(), kept_.end(),
                                       [](const Kept& each) { return each.run->path.has_value(); });
        if (over == kept_.end()) return nullptr;
        kept_.erase(over);
    }
    const auto run = std::make_shared<Run>(Run{std::move(*id), {}});
    try {
        kept_.push_back({run, std::jthread([this, run, work = std::move(work)] {
                             auto path = path_of(work);
                             const std::lock_guard done(mutex_);
                             run->path = std::move(path);
                             ended_.notify_all();
                         })});
    } catch (const std::system_error&) {
        return nullptr;  // no more threads to be had
    }
    return run;
}

std::optional<SlowFinish::Run> SlowFinish::find(std::string_view id) const {
    const std::lock_guard lock(mutex_);
    const auto found =
        std::find_if(kept_.begin(), kept_.end(), [&](const Kept& each) { return each.run->id == id; });
    return found == kept_.end() ? std::nullopt : std::optional(*found->run);
}

}  // namespace roadcase::dashboard
