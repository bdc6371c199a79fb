#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/result.h"

namespace roadcase {

struct TomlValue;

/// A TOML table as a value: keys in their order, each with the line it stands on.
struct TomlTable {
    std::string file;  ///< for messages; empty: it stands in none, and no line is named
    std::string path;  ///< "provider.glimesh"; empty for the root
    int line = 1;
    std::vector<std::pair<std::string, TomlValue>> entries;

    // Written out because TomlValue is not complete here; the defaults.
    TomlTable();
    TomlTable(const TomlTable& other);
    TomlTable(TomlTable&& other) noexcept;
    TomlTable& operator=(const TomlTable& other);
    TomlTable& operator=(TomlTable&& other) noexcept;
    ~TomlTable();

    const TomlValue* find(std::string_view key) const;
};

struct TomlValue {
    int line = 1;
    std::variant<std::string, std::int64_t, double, bool, std::vector<TomlValue>, TomlTable> value;
};

/// Parses TOML 1.0. Files over 256 KiB and keys of more than 16 segments are refused before the library sees
/// them. An Error is of kind `config` and reads "config.toml, line 14: …".
Result<TomlTable> parse_toml(std::string_view text, std::string_view file);

/// Reads a table key by key and remembers the first thing that is wrong; what was never asked for is an
/// unknown key. Ask for every key, then call finish() once.
class TomlReader {
  public:
    explicit TomlReader(const TomlTable& table);

    bool has(std::string_view key) const;
    /// For keys that take one text or several.
    bool is_list(std::string_view key) const;
    std::optional<std::string> text(std::string_view key);
    /// The text when it is one of `words`.
    std::optional<std::string> word(std::string_view key, std::initializer_list<std::string_view> words);
    std::optional<std::int64_t> integer(std::string_view key);
    std::optional<double> number(std::string_view key);
    std::optional<bool> boolean(std::string_view key);
    std::optional<std::vector<std::string>> texts(std::string_view key);
    /// "30s", "5m", "1h", "7d", or a whole number of seconds.
    std::optional<std::int64_t> duration_seconds(std::string_view key);
    const TomlTable* table(std::string_view key);
    /// Array of tables, [[key]].
    std::vector<const TomlTable*> tables(std::string_view key);

    /// Marks `key` as wrong: "config.toml, line 14: server.port must be …".
    void wrong(std::string_view key, std::string_view what);
    /// The first problem, or an unknown key with a suggestion (E104).
    Status finish();

  private:
    const TomlValue* take(std::string_view key);
    template <class T>
    std::optional<T> exactly(std::string_view key, std::string_view what);
    const TomlTable& table_;
    std::vector<std::string> asked_;
    std::optional<Error> problem_;
};

/// "config.toml, line 14: WHAT" as an Error of kind `config`, code E104.
Error toml_error(const TomlTable& table, int line, std::string_view what, std::string_view next = {});

}  // namespace roadcase
