#include "store/key_file.h"

#include <filesystem>

#include "core/encoding.h"
#include "platform/files.h"
#include "store/sealing.h"

namespace roadcase::store {
namespace {

constexpr std::string_view prefix = "roadcase-key-1 ";

bool exists(const std::string& path) {
    std::error_code ignored;
    return std::filesystem::symlink_status(path, ignored).type() != std::filesystem::file_type::not_found;
}

void remove(const std::string& path) {
    std::error_code ignored;
    std::filesystem::remove(path, ignored);
}

Result<Secret> read(const std::string& path) {
    if (!exists(path))
        return fail(ErrorKind::internal, "", "The key of the saved data is missing.",
                    path + " is not there; without it the saved sign-ins cannot be opened.",
                    "Put the file back from a backup; or move roadcase.db away and sign in again.");
    auto text = platform::read_private_file(path, 256);
    if (!text) return fail(text.error());
    auto key = key_from_line(text->reveal());
    if (!key)
        return fail(ErrorKind::internal, "", "The key of the saved data is damaged.",
                    path + " is not a key file of Roadcase.", "Put the file back from a backup.");
    return std::move(*key);
}

bool holds(const Result<Secret>& key, const std::string& id) {
    return key && id_of(*key) == id;
}

Result<Secret> write_fresh(const std::string& path, Random& random) {
    auto bytes = random.bytes(sealing_key_size);
    if (!bytes) return fail(bytes.error());
    Secret key(std::move(*bytes));
    const auto made = platform::create_private_file(path, key_line(key).reveal());
    if (!made) return fail(made.error());
    return key;
}

}  // namespace

std::optional<Secret> key_from_line(std::string_view line) {
    if (line.substr(0, prefix.size()) != prefix || line.back() != '\n') return std::nullopt;
    line.remove_prefix(prefix.size());
    line.remove_suffix(1);
    auto bytes = base64url_decode(line);
    if (!bytes) return std::nullopt;
    Secret key(std::move(*bytes));
    if (key.size() != sealing_key_size) return std::nullopt;
    return key;
}

Secret key_line(const Secret& key) {
    const Secret text(base64url_encode(key.reveal()));
    std::string line;
    line.reserve(prefix.size() + text.size() + 1);  // a string that grows leaves copies behind
    line += prefix;
    line += text.reveal();
    line += '\n';
    return Secret(std::move(line));
}

Result<Secret> KeyFile::load(const KeyWrap& wrap) {
    auto key = read(path_);
    if (wrap.key_id.empty() || holds(key, wrap.key_id) || !exists(successor())) return key;
    // A rekeying was cut short after the database had been switched.
    auto next = read(successor());
    return holds(next, wrap.key_id) ? next : key;
}

Result<Secret> KeyFile::prepare(KeyWrap& wrap, const KeyWrap* old, Random& random) {
    // One that is there already is from a rekeying that did not get to its end.
    if (old != nullptr) remove(successor());
    const bool serves = old == nullptr && exists(path_);
    auto key = serves ? read(path_) : write_fresh(old == nullptr ? path_ : successor(), random);
    if (key) wrap.key_id = id_of(*key);
    return key;
}

void KeyFile::settle(const KeyWrap& now) {
    if (!exists(successor())) return;
    if (!now.key_id.empty() && holds(read(successor()), now.key_id))
        (void)platform::rename_private_file(successor(), path_);
    else
        remove(successor());
}

void KeyFile::retire(const KeyWrap& old) {
    for (const auto& path : {path_, successor()})
        if (exists(path) && holds(read(path), old.key_id)) remove(path);
}

}  // namespace roadcase::store
