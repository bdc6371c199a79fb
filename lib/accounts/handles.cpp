#include "accounts/handles.h"

#include <algorithm>

#include "accounts/local_secret.h"
#include "accounts/reference.h"
#include "core/text.h"

namespace roadcase::accounts {
namespace {

/// A library refreshes a few times an hour; one that fails and tries again without a pause does so for ever.
constexpr int per_minute = 60;

bool is_taken(const std::vector<store::HandleRecord>& handles, std::string_view name) {
    return std::any_of(handles.begin(), handles.end(),
                       [&](const store::HandleRecord& handle) { return handle.name == name; });
}

std::string free_name(const std::vector<store::HandleRecord>& handles, std::string_view base) {
    std::string name(base.substr(0, 56));
    for (auto& c : name)
        if (c == '/') c = '-';
    const auto first = name;
    for (std::size_t number = 2; is_taken(handles, name); ++number)
        name = first + "-" + std::to_string(number);
    return name;
}

Status check_name(std::string_view name, const std::vector<store::HandleRecord>& handles) {
    if (!is_name(name))
        return fail(ErrorKind::invalid_request, "",
                    "\"" + printable(name, 80) + "\" is no name for a handle.",
                    "Names hold up to 64 letters, digits, - and _.");
    if (is_taken(handles, name))
        return fail(ErrorKind::invalid_request, "",
                    "There is a handle \"" + std::string(name) + "\" already.", "",
                    "Choose another name, or: roadcase handle revoke " + std::string(name));
    return {};
}

Error no_such_handle(std::string_view wanted, const std::vector<store::HandleRecord>& handles) {
    std::vector<std::string> names;
    for (const auto& handle : handles) names.push_back(handle.name);
    const auto guess = did_you_mean(wanted, names);
    return make_error(ErrorKind::not_found, "", "No handle \"" + printable(wanted, 80) + "\".",
                      guess ? "Did you mean " + *guess + "?" : "", "roadcase handle list");
}

Error too_often(milliseconds wait) {
    auto error = make_error(ErrorKind::slow_down, "", "This handle is used too often.",
                            "A program asks for a token again and again without using it.");
    error.retry_after = std::chrono::ceil<seconds>(wait);
    return error;
}

}  // namespace

Error handle_refused() {
    return make_error(ErrorKind::unauthorized_key, "", "This handle is unknown or was revoked.",
                      "It stands in place of a refresh token, here only.", "roadcase handle list");
}

Result<CreatedHandle> Handles::create(std::string_view name, std::string_view account_id,
                                      std::string_view base) {
    const auto existing = store_.handles();
    if (!existing) return fail(existing.error());
    store::HandleRecord record;
    record.name = name.empty() ? free_name(*existing, base) : std::string(name);
    if (auto checked = check_name(record.name, *existing); !checked) return fail(checked.error());
    auto id = make_id("hdl_", random_);
    if (!id) return fail(id.error());
    auto handle = make_local_secret(handle_prefix, random_);
    if (!handle) return fail(handle.error());
    record.id = std::move(*id);
    record.account_id = account_id;
    record.hash = hash_of(*handle);
    record.created_at = clock_.now();
    return store_.add_handle(record).map([&] { return CreatedHandle{record, *handle}; });
}

Result<std::vector<store::HandleRecord>> Handles::list() {
    return store_.handles();
}

Status Handles::revoke(std::string_view name_or_id) {
    const auto handles = store_.handles();
    if (!handles) return fail(handles.error());
    for (const auto& handle : *handles)
        if (handle.id == name_or_id || handle.name == name_or_id) return store_.revoke_handle(handle.id);
    return fail(no_such_handle(name_or_id, *handles));
}

// Asked of the store each time: handles are used a few times an hour, and what was revoked is gone at once.
Result<std::optional<store::HandleRecord>> Handles::find(const Secret& presented) {
    if (!is_local_secret(handle_prefix, presented.reveal())) return std::nullopt;
    const auto hash = hash_of(presented);
    auto found = store_.handle_with_hash(hash);
    if (found && *found && !equal_constant_time((*found)->hash, hash)) return std::nullopt;
    return found;
}

Result<store::HandleRecord> Handles::identify(const Secret& presented) {
    auto found = find(presented);
    if (!found) return fail(found.error());
    if (!*found) return fail(handle_refused());
    const auto wait = allowances_.with([&](auto& allowances) {
        return allowances.try_emplace((*found)->id, per_minute).first->second.take(clock_.since_boot());
    });
    if (wait > milliseconds{0}) return fail(too_often(wait));
    // Counting is a courtesy: a full disk must not lock scripts out.
    (void)store_.touch_handle((*found)->id, clock_.now(), 1);
    return std::move(**found);
}

}  // namespace roadcase::accounts
