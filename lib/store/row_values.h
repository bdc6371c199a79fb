#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "store/sealed_table.h"

namespace roadcase::store {

Value value_of(const std::optional<Time>& time);

/// What a later schema added is NULL where it says nothing: so the rows of older schemas have it, too.
Value unless_zero(std::int64_t number);
Value unless_empty(const std::vector<std::string>& list);

/// A list of texts as one value: a JSON array.
std::string list_text(const std::vector<std::string>& list);
std::vector<std::string> list_from(std::string_view text);

/// Takes the values of a row one after the other. Their seal vouches for their types; one that is missing or
/// NULL reads as empty.
class Reader {
  public:
    explicit Reader(const SealedRow& row) : row_(row) {}

    std::string text() { return or_empty<std::string>(); }
    std::int64_t integer() { return or_empty<std::int64_t>(); }
    Time time() { return from_unix(integer()); }
    std::vector<std::string> list() { return list_from(text()); }
    std::optional<Time> optional_time() {
        const auto* seconds = std::get_if<std::int64_t>(&next());
        return seconds == nullptr ? std::nullopt : std::optional(from_unix(*seconds));
    }
    std::optional<std::vector<std::string>> optional_list() {
        const auto* list = std::get_if<std::string>(&next());
        return list == nullptr ? std::nullopt : std::optional(list_from(*list));
    }
    Secret secret() { return secret_ < row_.secrets.size() ? row_.secrets[secret_++] : Secret(); }
    std::string sealed_text() { return secret().reveal(); }

  private:
    const Value& next() {
        static const Value null;
        return column_ < row_.plain.size() ? row_.plain[column_++] : null;
    }
    template <class T>
    T or_empty() {
        const auto* value = std::get_if<T>(&next());
        return value == nullptr ? T() : *value;
    }

    const SealedRow& row_;
    std::size_t column_ = 0;
    std::size_t secret_ = 0;
};

}  // namespace roadcase::store
