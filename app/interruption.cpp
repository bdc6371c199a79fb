#include "interruption.h"

#include <cstdlib>
#include <iostream>

#include "cli/output.h"
#include "server/unix_client.h"

namespace roadcase {
namespace {

constexpr milliseconds settles_within{1'900};
/// poll() counts milliseconds in an int.
constexpr std::chrono::hours longest_wait{24};

}  // namespace

Interruption::Interruption(Instant end, Ways ways)
    : signals_(heard_of({SIGINT, SIGTERM, SIGHUP, SIGQUIT})),
      end_(end),
      ways_(std::move(ways)),
      thread_([this] { watch(); }) {}

Interruption::~Interruption() {
    signals_.ring();
    thread_.join();
}

std::optional<int> Interruption::next_until(Instant end) {
    for (;;) {
        const auto left = std::chrono::ceil<milliseconds>(end - std::chrono::steady_clock::now());
        if (left <= milliseconds{0}) return std::nullopt;
        if (const auto came = signals_.next(std::min<milliseconds>(left, longest_wait))) return came;
    }
}

void Interruption::watch() {
    auto came = next_until(end_);
    if (!came) {
        out_of_time_ = true;
        ways_.give_up();
        came = next_until(std::chrono::steady_clock::now() + settles_within);
    }
    if (came == Signals::rung) return;
    if (came) end_process(128 + *came);
    // Something that is no network holds it up: a command that is asked for a secret, a disk.
    std::cerr << cli::error_text(server::out_of_time());
    std::_Exit(row_of(ErrorKind::timeout).exit_code);
}

void Interruption::end_process(int exit_code) {
    ending_ = true;
    ways_.give_up();
    ways_.settle_until(std::chrono::steady_clock::now() + settles_within);
    std::cerr << "Stopped. Nothing was lost; what was sent is taken up by the next command.\n";
    std::_Exit(exit_code);
}

}  // namespace roadcase
