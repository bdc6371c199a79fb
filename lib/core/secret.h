#pragma once

#include <string>
#include <string_view>

namespace roadcase {

/// A string that must never be shown: tokens, client secrets, keys, verifiers. Wiped when it dies or is
/// replaced. It has no stream operator and converts to nothing; reveal() is the only way out, so every
/// place that lets a secret go can be found with grep. Moving empties the source. Not thread-safe.
class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string value) : value_(std::move(value)) {}
    explicit Secret(std::string_view value) : value_(value) {}
    explicit Secret(const char* value) : value_(value) {}
    Secret(const Secret&) = default;
    Secret(Secret&& other) noexcept;
    Secret& operator=(const Secret& other);
    Secret& operator=(Secret&& other) noexcept;
    ~Secret() { wipe(); }

    const std::string& reveal() const { return value_; }
    bool empty() const { return value_.empty(); }
    std::size_t size() const { return value_.size(); }
    void wipe();

    /// Equal without telling by time where the first difference is.
    friend bool operator==(const Secret& a, const Secret& b);

  private:
    std::string value_;
};

/// Overwrites the whole buffer of a string that held a secret, then empties it.
void wipe(std::string& text);

/// Compares in time that depends on the lengths only.
bool equal_constant_time(std::string_view a, std::string_view b);

}  // namespace roadcase
