#pragma once

#include <atomic>
#include <memory>
#include <thread>

#include "cli/masker.h"
#include "core/guarded.h"
#include "platform/output_terminal.h"

namespace roadcase::cli {

/// Secrets that a program may print, for all of its outputs. Thread-safe.
using MaskedSecrets = Guarded<std::vector<Secret>>;

/// Stands between a program and the terminal behind `real`, and lets no secret through. Made after signals
/// were blocked, because it has a thread.
class MaskedOutput {
  public:
    /// `secrets` may grow later and must outlive this.
    static Result<std::unique_ptr<MaskedOutput>> open(int real, const MaskedSecrets& secrets, bool utf8);
    /// Shows what was written up to now.
    ~MaskedOutput();
    MaskedOutput(const MaskedOutput&) = delete;
    MaskedOutput& operator=(const MaskedOutput&) = delete;

    /// What the program gets.
    int descriptor() const { return terminal_.writer.get(); }
    /// The program is started: its end is seen only when nobody else could write.
    void close_own_end() { terminal_.writer.reset(); }
    void follow_size() { platform::follow_size(terminal_, real_); }

  private:
    MaskedOutput(platform::OutputTerminal terminal, int real, const MaskedSecrets& secrets, bool utf8);
    void relay();
    void show(std::string_view text) const;
    void learn();

    platform::OutputTerminal terminal_;
    int real_;
    const MaskedSecrets& secrets_;
    Masker masker_;
    std::size_t learned_ = 0;
    std::atomic<bool> ending_{false};
    std::thread thread_;
};

}  // namespace roadcase::cli
