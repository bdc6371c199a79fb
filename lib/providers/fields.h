#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/toml.h"

namespace roadcase::providers {

/// Reads the kinds of fields a provider is made of. Each function leaves `target` alone when the key is
/// missing and calls reader.wrong() when the value has the wrong form.
using Pairs = std::vector<std::pair<std::string, std::string>>;

/// Text of one line, without control characters.
void read_line(TomlReader& reader, std::string_view key, std::string& target);
/// https, or http on a loopback host. Empty text takes away what a preset has.
void read_endpoint(TomlReader& reader, std::string_view key, std::string& target);
/// An RFC 6901 pointer.
void read_pointer(TomlReader& reader, std::string_view key, std::string& target);
/// What is wrong with one pair; empty when nothing is.
using PairCheck = std::string (*)(std::string_view name, std::string_view value);
/// A table of texts in its order, every pair checked. No table, no change.
Status read_pairs(const TomlTable* table, PairCheck check, Pairs& target);
/// A token of RFC 9110 §5.6.2: the name of a header field, an authorization scheme.
bool is_token(std::string_view text);
/// A header field whose value may hold {access_token} and {client_id}.
std::string header_problem(std::string_view name, std::string_view value);

}  // namespace roadcase::providers
