#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstdlib>
#include <string>

#include "core/milestone.h"

namespace roadcase {
namespace {

/// ROADCASE_CRASH_AT=NAME[:N]: the N-th time this milestone is reached, the first one when N is left out.
struct Plan {
    std::string name;
    int count = 1;
};

Plan read_plan() {
    const char* text = std::getenv("ROADCASE_CRASH_AT");
    if (text == nullptr) return {};
    const std::string plan(text);
    const auto colon = plan.find(':');
    if (colon == std::string::npos) return {plan, 1};
    return {plan.substr(0, colon), std::atoi(plan.c_str() + colon + 1)};
}

}  // namespace

// SIGKILL, not _exit: nothing of ours, no destructor and no handler, may run after it.
void reached(std::string_view milestone) {
    static const Plan plan = read_plan();
    static std::atomic<int> times{0};
    if (milestone == plan.name && ++times == plan.count) ::kill(::getpid(), SIGKILL);
}

}  // namespace roadcase
