#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace roadcase::http {

/// Header fields in order; names compare without case (RFC 9110 §5.1).
class Headers {
  public:
    Headers() = default;
    Headers(std::initializer_list<std::pair<std::string, std::string>> fields) : fields_(fields) {}

    void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
    /// Replaces every field of that name by one.
    void set(std::string name, std::string value);
    /// The first value of that name.
    std::optional<std::string_view> find(std::string_view name) const;
    std::size_t count(std::string_view name) const;

    auto begin() const { return fields_.begin(); }
    auto end() const { return fields_.end(); }
    std::size_t size() const { return fields_.size(); }

  private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

/// What we ask another server. `url` is absolute. Content-Length is added by the transport.
struct Request {
    std::string method = "GET";
    std::string url;
    Headers headers;
    std::string body;
    std::optional<std::chrono::milliseconds> within = {};  ///< less than the transport's own deadline
};

/// An answer, ours or another server's. An error status is an answer, not a failure.
struct Response {
    int status = 0;
    Headers headers;
    std::string body;
};

}  // namespace roadcase::http
