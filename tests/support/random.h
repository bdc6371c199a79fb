#pragma once

#include <atomic>

#include "core/encoding.h"
#include "core/random.h"

namespace roadcase::test {

/// Different bytes at every call and the same ones in every run. Thread-safe.
class CountingRandom final : public Random {
  public:
    Result<std::string> bytes(std::size_t count) override {
        if (broken) return fail(ErrorKind::internal, "", "The system's random generator failed.");
        std::string out;
        while (out.size() < count) out += sha256("counting random " + std::to_string(next_++));
        out.resize(count);
        return out;
    }
    std::atomic<bool> broken{false};

  private:
    std::atomic<int> next_{0};
};

}  // namespace roadcase::test
