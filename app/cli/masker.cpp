#include "cli/masker.h"

#include <algorithm>

namespace roadcase::cli {
namespace {

constexpr std::size_t shortest_secret = 8;
/// So much of a secret's beginning tells nothing.
constexpr std::size_t harmless = 4;

enum class Match { none, begins, whole };

/// The longest secret that stands at the beginning of `text`, or whether one may.
std::pair<Match, std::size_t> match(std::string_view text, const std::vector<Secret>& secrets) {
    std::pair<Match, std::size_t> best{Match::none, 0};
    for (const auto& secret : secrets) {
        const std::string_view whole = secret.reveal();
        if (text.starts_with(whole) && whole.size() > best.second) best = {Match::whole, whole.size()};
        // One that has come whole is masked at once, also when a longer one begins with it.
        if (best.first == Match::none && whole.starts_with(text)) best.first = Match::begins;
    }
    return best;
}

}  // namespace

void Masker::add(const Secret& secret) {
    const bool known = std::find(secrets_.begin(), secrets_.end(), secret) != secrets_.end();
    if (!known && secret.size() >= shortest_secret) secrets_.push_back(secret);
}

std::string Masker::feed(std::string_view part) {
    held_ += part;
    std::string out;
    std::size_t at = 0;
    while (at < held_.size()) {
        const auto [kind, size] = match(std::string_view(held_).substr(at), secrets_);
        if (kind == Match::begins) break;
        if (kind == Match::whole) {
            out += mask_;
            at += size;
        } else {
            if (at >= shown_) out += held_[at];
            ++at;
        }
    }
    held_.erase(0, at);
    shown_ -= std::min(shown_, at);
    return out;
}

std::string Masker::pause() {
    const auto upto = std::min(held_.size(), harmless);
    if (upto <= shown_) return {};
    auto out = held_.substr(shown_, upto - shown_);
    shown_ = upto;
    return out;
}

std::string Masker::end() {
    auto out = pause();
    if (held_.size() > harmless) out += mask_;
    wipe(held_);
    shown_ = 0;
    return out;
}

}  // namespace roadcase::cli
