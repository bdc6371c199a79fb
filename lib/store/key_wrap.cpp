#include "store/key_wrap.h"

#include <array>
#include <bit>

#include "core/encoding.h"
#include "core/json.h"

namespace roadcase::store {
namespace {

struct KindRow {
    KeyKind kind;
    std::string_view word;
    std::string_view phrase;
};

constexpr std::array<KindRow, 5> kinds{{
    {KeyKind::file, "file", "a key file"},
    {KeyKind::keyring, "keyring", "the desktop keyring"},
    {KeyKind::systemd, "systemd", "a systemd credential"},
    {KeyKind::command, "command", "a command"},
    {KeyKind::passphrase, "passphrase", "a passphrase"},
}};

constexpr std::uint64_t max_scrypt_memory = 256 * 1024 * 1024;
constexpr std::size_t salt_size = 16;

bool is_stretched(KeyKind kind) {
    return kind == KeyKind::systemd || kind == KeyKind::command || kind == KeyKind::passphrase;
}

std::uint64_t whole(const Json& value, std::string_view key) {
    const auto* field = find(value, key);
    return field != nullptr && field->is_number_unsigned() ? field->get<std::uint64_t>() : 0;
}

bool read_stretching(const Json& value, KeyWrap& wrap) {
    const auto salt = base64url_decode(string_at(value, "salt").value_or(""));
    if (!salt || salt->size() != salt_size) return false;
    wrap.salt = *salt;
    wrap.cost = {whole(value, "n"), whole(value, "r"), whole(value, "p")};
    return is_bearable(wrap.cost);
}

}  // namespace

std::string_view word_of(KeyKind kind) {
    for (const auto& row : kinds)
        if (row.kind == kind) return row.word;
    return {};
}

std::optional<KeyKind> key_kind(std::string_view word) {
    for (const auto& row : kinds)
        if (row.word == word) return row.kind;
    return std::nullopt;
}

std::string_view phrase_of(KeyKind kind) {
    for (const auto& row : kinds)
        if (row.kind == kind) return row.phrase;
    return {};
}

bool is_bearable(const ScryptCost& cost) {
    return cost.n >= 2 && cost.n <= (1u << 20) && std::has_single_bit(cost.n) && cost.r >= 1 &&
           cost.r <= 16 && cost.p >= 1 && cost.p <= 4 && 128 * cost.n * cost.r <= max_scrypt_memory;
}

std::string write_wrap(const KeyWrap& wrap) {
    OrderedJson value{{"version", 1},
                      {"source", word_of(wrap.kind)},
                      {"data_key_made", to_unix(wrap.data_key_made)},
                      {"wrapped", to_unix(wrap.wrapped)}};
    for (const auto& [name, text] : {std::pair("key_id", &wrap.key_id), std::pair("vault", &wrap.vault),
                                     std::pair("slot", &wrap.slot), std::pair("replaces", &wrap.replaces)})
        if (!text->empty()) value[name] = *text;
    if (is_stretched(wrap.kind)) {
        value["salt"] = base64url_encode(wrap.salt);
        value["n"] = wrap.cost.n;
        value["r"] = wrap.cost.r;
        value["p"] = wrap.cost.p;
    }
    return dump(value);
}

std::optional<KeyWrap> parse_wrap(std::string_view text) {
    const auto value = parse_json(text);
    if (!value || !value->is_object() || whole(*value, "version") != 1) return std::nullopt;
    const auto kind = key_kind(string_at(*value, "source").value_or(""));
    if (!kind) return std::nullopt;
    KeyWrap wrap;
    wrap.kind = *kind;
    wrap.key_id = string_at(*value, "key_id").value_or("");
    wrap.vault = string_at(*value, "vault").value_or("");
    wrap.slot = string_at(*value, "slot").value_or("");
    wrap.replaces = string_at(*value, "replaces").value_or("");
    // Above this a time is no time of ours, and dates made of it would overflow.
    const auto time = [&](std::string_view key) {
        return from_unix(static_cast<std::int64_t>(whole(*value, key) & 0xFFFF'FFFF'FFu));
    };
    wrap.data_key_made = time("data_key_made");
    wrap.wrapped = time("wrapped");
    wrap.text = text;
    if (is_stretched(*kind) && !read_stretching(*value, wrap)) return std::nullopt;
    if (*kind == KeyKind::keyring && (wrap.vault.empty() || (wrap.slot != "a" && wrap.slot != "b")))
        return std::nullopt;
    return wrap;
}

std::string binding_of(const KeyWrap& wrap) {
    return wrap.text.empty() ? "meta|data_key" : "meta|data_key|" + wrap.text;
}

std::string id_of(const Secret& key) {
    return hex_encode(sha256(key.reveal())).substr(0, 16);
}

}  // namespace roadcase::store
