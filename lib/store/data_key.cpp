#include "store/data_key.h"

#include "store/errors.h"
#include "store/key_file.h"
#include "store/schema.h"
#include "store/sealing.h"

namespace roadcase::store {
namespace {

struct Wrapped {
    KeyWrap wrap;
    std::string bytes;
};

Result<std::optional<Value>> meta_if_there(Database& database, const std::string& name) {
    auto rows = database.run("SELECT value FROM meta WHERE name = ?", {name});
    if (!rows) return fail(rows.error());
    if (rows->empty()) return std::nullopt;
    return std::move(rows->front().front());
}

Result<Wrapped> read_wrapped(Database& database) {
    const auto bytes = read_meta(database, "data_key");
    if (!bytes) return fail(bytes.error());
    const auto text = meta_if_there(database, "key_wrap");
    if (!text) return fail(text.error());
    const auto* blob = std::get_if<Blob>(&*bytes);
    Wrapped wrapped{{}, blob == nullptr ? "" : blob->bytes};
    // Before there was a choice, every database had a key file and said nothing about it.
    if (!*text) return wrapped;
    const auto* written = std::get_if<std::string>(&**text);
    auto wrap = written == nullptr ? std::nullopt : parse_wrap(*written);
    if (!wrap)
        return fail(damaged(database.path(), "it does not say where its key is",
                            "the row key_wrap of meta is not as it was written"));
    wrapped.wrap = std::move(*wrap);
    return wrapped;
}

Error mismatch(const std::string& path, KeyKind found, KeyKind wanted) {
    const auto quoted = [](KeyKind kind) { return "\"" + std::string(word_of(kind)) + "\""; };
    return make_error(ErrorKind::config, "E104",
                      "The saved data is sealed with " + std::string(phrase_of(found)) +
                          ", but config.toml asks for " + std::string(phrase_of(wanted)) + ".",
                      path + " was not changed.",
                      "Write encryption_key = " + quoted(found) +
                          " under [store]; then change the source with: roadcase vault rekey --to " +
                          std::string(word_of(wanted)));
}

Error does_not_fit(const std::string& path, const KeySource& source) {
    if (source.kind() == KeyKind::passphrase)
        return make_error(ErrorKind::internal, "E603", "Wrong passphrase, or the saved data is damaged.",
                          path + " does not open with it. Nothing was changed.",
                          "Try again; upper and lower case count.");
    const bool file = source.kind() == KeyKind::file;
    return make_error(ErrorKind::internal, "", "The saved data cannot be opened with this key.",
                      source.place() + " is not the key of " + path + ", or one of them is damaged.",
                      file ? "Put back the key file that belongs to the database, from the same backup."
                           : "Put back what it held when the data was sealed.");
}

/// A rekeying to or from a key file may have been killed before the file that is of no use was removed.
void remove_given_up_file(const KeyWrap& now, const KeySettings& settings) {
    if (now.kind == KeyKind::file || settings.file.empty()) return;
    KeyFile file(settings.file);
    file.settle(now);
    KeyWrap old;
    old.key_id = now.replaces;
    file.retire(old);
}

}  // namespace

Result<Secret> random_key(Random& random) {
    auto bytes = random.bytes(sealing_key_size);
    if (!bytes) return fail(bytes.error());
    return Secret(std::move(*bytes));
}

Status write_data_key(Database& database, const Secret& data_key, const Secret& wrapping_key, KeyWrap& wrap,
                      Random& random) {
    wrap.text = write_wrap(wrap);
    const auto wrapped = Sealer(wrapping_key, random).seal(data_key, binding_of(wrap));
    if (!wrapped) return fail(wrapped.error());
    return write_meta(database, "data_key", Blob{*wrapped}).and_then([&] {
        return write_meta(database, "key_wrap", wrap.text);
    });
}

Status write_new_data_key(Database& database, const KeySettings& settings, Random& random) {
    KeyWrap wrap;
    wrap.kind = kind_for_new(settings);
    wrap.data_key_made = wrap.wrapped = settings.now;
    const auto source = make_key_source(wrap.kind, settings);
    if (!source) return fail(source.error());
    const auto wrapping_key = (*source)->prepare(wrap, nullptr, random);
    if (!wrapping_key) return fail(wrapping_key.error());
    const auto data_key = random_key(random);
    if (!data_key) return fail(data_key.error());
    return database.transaction(Database::Access::write, [&] {
        return write_data_key(database, *data_key, *wrapping_key, wrap, random);
    });
}

Result<DataKey> open_data_key(Database& database, const KeySettings& settings, Random& random) {
    auto wrapped = database.transaction(Database::Access::read, [&] { return read_wrapped(database); });
    if (!wrapped) return fail(wrapped.error());
    auto& wrap = wrapped->wrap;
    if (settings.wanted && *settings.wanted != wrap.kind)
        return fail(mismatch(database.path(), wrap.kind, *settings.wanted));
    auto source = make_key_source(wrap.kind, settings);
    if (!source) return fail(source.error());
    auto wrapping_key = (*source)->load(wrap);
    if (!wrapping_key) return fail(wrapping_key.error());
    auto key = Sealer(*wrapping_key, random).open(wrapped->bytes, binding_of(wrap));
    if (!key || key->size() != sealing_key_size) return fail(does_not_fit(database.path(), **source));
    wrap.key_id = id_of(*wrapping_key);
    (*source)->settle(wrap);
    remove_given_up_file(wrap, settings);
    return DataKey{std::move(*key), std::move(*wrapping_key), std::move(wrap), std::move(*source)};
}

}  // namespace roadcase::store
