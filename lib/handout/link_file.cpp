#include "handout/link_file.h"

#include "core/encoding.h"
#include "handout/formats.h"
#include "handout/link_words.h"
#include "handout/material.h"
#include "platform/kept_file.h"

namespace roadcase::handout {
namespace {

constexpr char both = '/';  // between the hashes of new and old content

bool is_ours(const store::LinkRecord& link, const platform::KeptFile& found) {
    if (found.hash.empty()) return false;
    const auto cut = link.content_hash.find(both);
    if (cut == std::string::npos) return found.hash == link.content_hash;
    return found.hash == link.content_hash.substr(0, cut) || found.hash == link.content_hash.substr(cut + 1);
}

}  // namespace

Result<LinkFiles::Standing> LinkFiles::look(const store::LinkRecord& link) const {
    return platform::look_at_kept_file(link.path).map([&](const std::optional<platform::KeptFile>& found) {
        return !found ? Standing::absent : is_ours(link, *found) ? Standing::ours : Standing::foreign;
    });
}

Result<bool> LinkFiles::is_fresh(const store::LinkRecord& link, std::int64_t generation) const {
    return platform::look_at_kept_file(link.path).map([&](const std::optional<platform::KeptFile>& found) {
        return found && found->hash == link.content_hash && link.generation == generation &&
               found->mode == static_cast<mode_t>(link.mode);
    });
}

/// True: it was made now.
Result<bool> LinkFiles::ensure_handle(store::LinkRecord& link) {
    if (!takes_handle(link.format) || !link.handle.empty() || !handles_.make) return false;
    auto handle = handles_.make(link.id, link.account_id);
    if (!handle) return fail(handle.error());
    link.handle = std::move(*handle);
    return true;
}

Status LinkFiles::replace(store::LinkRecord& link, const std::string& text, const std::string& found) {
    const auto before = link;
    const auto hash = hex_encode(sha256(text));
    link.content_hash = hash + (found.empty() ? "" : both + found);
    auto done = store_.put_link(link).and_then(
        [&] { return platform::replace_kept_file(link.path, text, static_cast<mode_t>(link.mode)); });
    if (!done) {
        link = before;
        return done;
    }
    link.content_hash = hash;
    link.written_at = clock_.now();
    link.problem_code.clear();
    link.problem.clear();
    return {};
}

Status LinkFiles::write(store::LinkRecord& link, const accounts::Token& token, bool overwrite) {
    if (const auto place = platform::resolve_kept_file(link.path); !place) return fail(place.error());
    const auto found = platform::look_at_kept_file(link.path);
    if (!found) return fail(found.error());
    if (*found && !overwrite && !is_ours(link, **found))
        return fail(link.content_hash.empty() ? already_there(link) : changed_by_another(link));
    const auto made = ensure_handle(link);
    if (!made) return fail(made.error());
    auto material = material_of(token, clock_.now());
    material.handle = link.handle;
    auto done = format_token(material, link.format).and_then([&](const Secret& text) {
        return replace(link, text.reveal(), *found ? (*found)->hash : "");
    });
    if (!done) {
        if (*made && handles_.revoke) (void)handles_.revoke(link.id);
        if (*made) link.handle = Secret();
        return done;
    }
    link.generation = token.generation;
    return store_.put_link(link);
}

Result<bool> LinkFiles::erase(store::LinkRecord& link, bool keep_file) {
    const auto standing = look(link);
    if (!standing) return fail(standing.error());
    if (*standing == Standing::ours && !keep_file)
        if (auto gone = platform::remove_kept_file(link.path); !gone) return fail(gone.error());
    if (!link.handle.empty() && handles_.revoke)
        if (auto ended = handles_.revoke(link.id); !ended && ended.error().kind != ErrorKind::not_found)
            return fail(ended.error());
    link.handle = Secret();
    if (!keep_file) link.content_hash.clear();
    return *standing == Standing::absent || (*standing == Standing::ours && !keep_file);
}

}  // namespace roadcase::handout
