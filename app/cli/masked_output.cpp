#include "cli/masked_output.h"

#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <optional>

namespace roadcase::cli {
namespace {

/// A program that the program left behind may write for ever.
constexpr std::chrono::seconds last_words{1};
/// Long enough for the second half of what was written at once, short enough for a prompt.
constexpr int moment_ms = 60;

}  // namespace

Result<std::unique_ptr<MaskedOutput>> MaskedOutput::open(int real, const MaskedSecrets& secrets, bool utf8) {
    return platform::open_output_terminal(real).map([&](platform::OutputTerminal terminal) {
        return std::unique_ptr<MaskedOutput>(new MaskedOutput(std::move(terminal), real, secrets, utf8));
    });
}

MaskedOutput::MaskedOutput(platform::OutputTerminal terminal, int real, const MaskedSecrets& secrets,
                           bool utf8)
    : terminal_(std::move(terminal)),
      real_(real),
      secrets_(secrets),
      masker_(utf8 ? "••••••••" : "********"),
      thread_([this] { relay(); }) {}

MaskedOutput::~MaskedOutput() {
    close_own_end();
    ending_ = true;
    thread_.join();
}

void MaskedOutput::show(std::string_view text) const {
    while (!text.empty()) {
        const auto written = ::write(real_, text.data(), text.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(written));
    }
}

void MaskedOutput::learn() {
    secrets_.with([&](const std::vector<Secret>& all) {
        for (; learned_ < all.size(); ++learned_) masker_.add(all[learned_]);
    });
}

void MaskedOutput::relay() {
    std::array<char, 4096> part{};
    std::optional<std::chrono::steady_clock::time_point> last;
    for (;;) {
        pollfd entry{terminal_.reader.get(), POLLIN, 0};
        const bool was_ending = ending_;
        const auto now = std::chrono::steady_clock::now();
        if (was_ending && !last) last = now + last_words;
        if (last && now >= *last) break;
        const int ready = ::poll(&entry, 1, moment_ms);
        if (ready < 0 && errno == EINTR) continue;
        if (ready == 0) {
            show(masker_.pause());
            if (was_ending) break;
            continue;
        }
        const auto got = ::read(terminal_.reader.get(), part.data(), part.size());
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        learn();
        show(masker_.feed({part.data(), static_cast<std::size_t>(got)}));
    }
    show(masker_.end());
}

}  // namespace roadcase::cli
