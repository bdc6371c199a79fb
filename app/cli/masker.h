#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/secret.h"

namespace roadcase::cli {

/// Replaces secrets in a stream that comes in pieces, also one that is split over several of them. What could
/// be the beginning of a secret is held back until it is known; at most its first few characters are shown
/// when nothing else comes, so that a prompt is seen. For one thread.
class Masker {
  public:
    /// `mask` stands in the place of each secret.
    explicit Masker(std::string mask) : mask_(std::move(mask)) {}

    /// From now on. Shorter than 8 characters, it is no secret but a word, and is not masked.
    void add(const Secret& secret);
    /// What may be shown now that `part` has come.
    std::string feed(std::string_view part);
    /// What may be shown because nothing has come for a moment.
    std::string pause();
    /// The rest, at the end. A beginning of a secret that is longer than pause() would show is masked.
    std::string end();
    bool holds_back() const { return held_.size() > shown_; }

  private:
    std::string mask_;
    std::vector<Secret> secrets_;
    std::string held_;       ///< the beginning of a secret, perhaps
    std::size_t shown_ = 0;  ///< so many characters of it were shown already
};

}  // namespace roadcase::cli
