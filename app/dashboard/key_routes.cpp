#include <charconv>

#include "accounts/reference.h"
#include "dashboard/copying.h"
#include "dashboard/forms.h"
#include "dashboard/message_page.h"
#include "dashboard/scripts_routes.h"

namespace roadcase::dashboard {
namespace {

using http::Params;
using server::PathValues;
using server::Request;
using server::Response;

constexpr std::string_view account_field = "account:";
constexpr std::int64_t longest_days = 3660;

Result<std::optional<Time>> end_in(const Params& form, Time now) {
    const auto text = form.get("days").value_or("");
    if (text.empty()) return std::nullopt;
    std::int64_t days = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), days);
    if (failed == std::errc{} && end == text.data() + text.size() && days > 0 && days <= longest_days)
        return now + seconds{days * 86'400};
    return fail(ErrorKind::invalid_request, "", "That is no number of days.");
}

/// The ticked boxes; each must be an account that is there.
Result<std::vector<std::string>> accounts_in(World& world, const Params& form) {
    if (form.get("all") == "yes") return std::vector<std::string>{"*"};
    std::vector<std::string> names;
    for (const auto& [field, value] : form) {
        if (!field.starts_with(account_field)) continue;
        const auto found = accounts::parse_reference(std::string_view{field}.substr(account_field.size()))
                               .and_then([&](const accounts::Reference& reference) {
                                   return world.accounts.find(reference);
                               });
        if (!found) return fail(no_such_account());
        names.push_back(accounts::reference_of(*found));
    }
    if (!names.empty()) return names;
    return fail(ErrorKind::invalid_request, "", "Tick at least one account.");
}

Result<accounts::KeyWish> wish_in(World& world, const Params& form) {
    accounts::KeyWish wish;
    wish.name = form.get("name").value_or("");
    if (!accounts::is_name(wish.name))
        return fail(ErrorKind::invalid_request, "",
                    "A name holds up to 64 letters, digits, hyphens and underscores.");
    auto names = accounts_in(world, form);
    if (!names) return fail(names.error());
    wish.accounts = std::move(*names);
    const auto end = end_in(form, world.clock.now());
    if (!end) return fail(end.error());
    wish.expires_at = *end;
    return wish;
}

Response create(World& world, const Request& request) {
    const auto created =
        copy_form(request, world.guard)
            .and_then([&](const Params& form) { return wish_in(world, form); })
            .and_then([&](const accounts::KeyWish& wish) { return world.keys.create(wish); });
    return created ? to_clipboard(created->key) : not_copied(created.error());
}

Response renew(World& world, const Request& request) {
    const auto made = copy_form(request, world.guard).and_then([&](const Params& form) {
        return world.keys.replace(form.get("key").value_or(""));
    });
    return made ? to_clipboard(made->key) : not_copied(without_name(made.error(), no_such_key()));
}

using Act = std::function<Status(World&, const std::string& key)>;

Status set_paused(World& world, const std::string& key, bool paused) {
    accounts::KeyChange change;
    change.paused = paused;
    return world.keys.change(key, change).map([](const auto&) {});
}

server::RouteHandler on_key(World& world, Act act) {
    return [&world, act = std::move(act)](const Request& request, const PathValues&) {
        const auto done = form_of_ours(request, world.guard).and_then([&](const Params& form) {
            return act(world, form.get("key").value_or(""));
        });
        return done ? go_to("/scripts") : error_answer(without_name(done.error(), no_such_key()));
    };
}

}  // namespace

void add_key_routes(server::Router& router, World& world) {
    const server::RouteTraits action{server::RouteTraits::Caller::dashboard, false};
    const auto on = [&](const char* path, Act act) {
        router.on("POST", path, action, on_key(world, std::move(act)));
    };
    router.on("POST", "/scripts/keys", action,
              [&world](const Request& r, const PathValues&) { return create(world, r); });
    router.on("POST", "/scripts/keys/renew", action,
              [&world](const Request& r, const PathValues&) { return renew(world, r); });
    on("/scripts/keys/pause", [](World& w, const std::string& key) { return set_paused(w, key, true); });
    on("/scripts/keys/resume", [](World& w, const std::string& key) { return set_paused(w, key, false); });
    on("/scripts/keys/remove", [](World& w, const std::string& key) { return w.keys.revoke(key); });
    on("/scripts/keys/pause-all", [](World& w, const std::string&) { return w.keys.pause_all(true); });
    on("/scripts/keys/resume-all", [](World& w, const std::string&) { return w.keys.pause_all(false); });
}

}  // namespace roadcase::dashboard
