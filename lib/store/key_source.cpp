#include "store/key_source.h"

#include <filesystem>

#include "core/encoding.h"
#include "platform/files.h"
#include "store/sealing.h"

namespace roadcase::store {
namespace {

constexpr std::string_view prefix = "roadcase-key-1 ";

/// Nothing when `line` is not exactly what write_line makes.
std::optional<Secret> read_line(std::string_view line) {
    if (line.substr(0, prefix.size()) != prefix || line.back() != '\n') return std::nullopt;
    line.remove_prefix(prefix.size());
    line.remove_suffix(1);
    auto bytes = base64url_decode(line);
    if (!bytes) return std::nullopt;
    Secret key(std::move(*bytes));
    if (key.size() != sealing_key_size) return std::nullopt;
    return key;
}

Secret write_line(const Secret& key) {
    const Secret text(base64url_encode(key.reveal()));
    std::string line(prefix);
    line.reserve(prefix.size() + text.size() + 1);  // a string that grows leaves copies behind
    line += text.reveal();
    line += '\n';
    return Secret(std::move(line));
}

}  // namespace

bool KeyFile::exists() const {
    std::error_code ignored;
    return std::filesystem::symlink_status(path_, ignored).type() != std::filesystem::file_type::not_found;
}

Result<Secret> KeyFile::load() {
    if (!exists())
        return fail(ErrorKind::internal, "", "The key of the saved data is missing.",
                    path_ + " is not there; without it the saved sign-ins cannot be opened.",
                    "Put the file back from a backup; or move roadcase.db away and sign in again.");
    auto text = platform::read_private_file(path_, 256);
    if (!text) return fail(text.error());
    auto key = read_line(text->reveal());
    if (!key)
        return fail(ErrorKind::internal, "", "The key of the saved data is damaged.",
                    path_ + " is not a key file of Roadcase.", "Put the file back from a backup.");
    return std::move(*key);
}

Result<Secret> KeyFile::load_or_create(Random& random) {
    if (exists()) return load();
    auto bytes = random.bytes(sealing_key_size);
    if (!bytes) return fail(bytes.error());
    Secret key(std::move(*bytes));
    const auto made = platform::create_private_file(path_, write_line(key).reveal());
    if (!made) return fail(made.error());
    return key;
}

}  // namespace roadcase::store
