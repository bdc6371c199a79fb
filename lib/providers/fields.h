#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/toml.h"
#include "oauth/request_form.h"

namespace roadcase::providers {

/// Reads the kinds of fields a provider is made of. Each function leaves `target` alone when the key is
/// missing and calls reader.wrong() when the value has the wrong form.
using oauth::Pairs;

/// Text of one line, without control characters.
void read_line(TomlReader& reader, std::string_view key, std::string& target);
/// A list of such lines.
void read_lines(TomlReader& reader, std::string_view key, std::vector<std::string>& target);
/// https, or http on a loopback host. Empty text takes away what a preset has. May hold {client_id} and the
/// names of `variables`.
void read_endpoint(TomlReader& reader, std::string_view key, const Pairs& variables, std::string& target);
/// The same for a page that people open: it may have a fragment ("#/settings").
void read_page(TomlReader& reader, std::string_view key, const Pairs& variables, std::string& target);
/// An RFC 6901 pointer.
void read_pointer(TomlReader& reader, std::string_view key, std::string& target);
/// One pointer or a list of them; nothing when the key is missing.
std::optional<std::vector<std::string>> read_pointers(TomlReader& reader, std::string_view key);
/// What is wrong with one pair; empty when nothing is.
using PairCheck = std::function<std::string(std::string_view name, std::string_view value)>;
/// The pairs of a table in its order, every one checked. No table: none.
Result<Pairs> read_pairs(const TomlTable* table, const PairCheck& check);
/// The same into `target`, which stays as it is without a table.
Status read_pairs(const TomlTable* table, const PairCheck& check, Pairs& target);
/// A token of RFC 9110 §5.6.2: the name of a header field, an authorization scheme.
bool is_token(std::string_view text);
/// Is every {name} of this text known? `allowed` and `variables` are the names there are.
bool has_only_known_names(std::string_view text, const std::vector<std::string_view>& allowed,
                          const Pairs& variables);
/// A header field of an API whose value may hold {access_token} and {client_id}.
std::string header_problem(std::string_view name, std::string_view value);

}  // namespace roadcase::providers
