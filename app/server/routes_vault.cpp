#include "server/routes_vault.h"

#include "core/text.h"
#include "server/body_fields.h"
#include "server/routes_api.h"

namespace roadcase::server {
namespace {

using store::KeyKind;

/// The owner, and not over TCP, where require_key = false would let every program of this user in.
tl::expected<ApiCaller, Response> require_owner(const VaultWorld& world, const Request& request) {
    if (request.peer.kind == Peer::Kind::tcp)
        return tl::make_unexpected(
            problem(make_error(ErrorKind::denied, "E503", "The seal is not for the network.",
                               "This address answers on the Unix socket only.", "roadcase vault status"),
                    request.path));
    return world.callers.require_owner(request);
}

OrderedJson time_or_null(const std::optional<Time>& time) {
    return time ? OrderedJson(rfc3339(*time)) : OrderedJson();
}

Response show(const VaultWorld& world, const Request& request, const std::string& note = {}) {
    const auto status = world.vault.vault_status();
    if (!status) return problem(status.error(), request.path);
    OrderedJson body{{"version", 1},
                     {"source", word_of(status->source)},
                     {"place", status->place},
                     {"schema", status->schema},
                     {"data_key_made_at", time_or_null(status->data_key_made)},
                     {"key_changed_at", time_or_null(status->wrapped)},
                     {"accounts", status->accounts}};
    if (!note.empty()) body["note"] = note;
    return json(200, body);
}

/// Takes the passphrase out of the body and leaves nothing of it there.
Secret take_passphrase(Json& body) {
    const auto found = body.find("passphrase");
    if (found == body.end() || !found->is_string()) return {};
    auto& text = found->get_ref<std::string&>();
    Secret passphrase{std::string_view(text)};
    wipe(text);
    return passphrase;
}

Result<KeyKind> target_of(const VaultWorld& world, const Json& body) {
    const auto* to = find(body, "to");
    if (to == nullptr || to->is_null())
        return world.vault.vault_status().map([](const store::VaultStatus& status) { return status.source; });
    const auto kind = to->is_string() ? store::key_kind(to->get_ref<const std::string&>()) : std::nullopt;
    if (kind) return *kind;
    return fail(ErrorKind::invalid_request, "", "There is no such source of keys.", "Nothing was changed.",
                "to is file, keyring, systemd, command or passphrase");
}

Result<std::unique_ptr<store::KeySource>> source_for(const VaultWorld& world, KeyKind kind,
                                                     const Secret& passphrase) {
    if (kind == KeyKind::passphrase && passphrase.empty())
        return fail(ErrorKind::invalid_request, "", "No new passphrase was given.", "Nothing was changed.",
                    "roadcase vault rekey --to passphrase");
    auto keys = world.keys;
    keys.passphrase = [passphrase](bool) -> Result<Secret> { return passphrase; };
    return make_key_source(kind, keys);
}

/// What the person still has to do, so that the next start finds the key.
std::string note_for(const VaultWorld& world, KeyKind kind) {
    const std::string word(word_of(kind));
    if (world.keys.wanted && *world.keys.wanted != kind)
        return "Write encryption_key = \"" + word +
               "\" under [store] of config.toml: it names another source, and the next start would refuse "
               "it.";
    if (kind == KeyKind::passphrase)
        return "The next start asks for the passphrase; a service reads it from the file that "
               "ROADCASE_PASSPHRASE_FILE names.";
    return {};
}

Response rekey(const VaultWorld& world, const Request& request) {
    const auto caller = require_owner(world, request);
    if (!caller) return caller.error();
    // scrypt, a command or the keyring's dialog take their time.
    if (!request.may_block) return later();
    auto body = request.body.empty() ? Result<Json>(Json::object()) : json_body(request);
    if (!body) return problem(body.error(), request.path);
    const auto passphrase = take_passphrase(*body);
    const auto kind = target_of(world, *body);
    if (!kind) return problem(kind.error(), request.path);
    auto source = source_for(world, *kind, passphrase);
    if (!source) return problem(source.error(), request.path);
    if (auto done = world.vault.rekey(std::move(*source), world.clock.now()); !done)
        return problem(done.error(), request.path);
    return show(world, request, note_for(world, *kind));
}

Response rotate(const VaultWorld& world, const Request& request) {
    const auto caller = require_owner(world, request);
    if (!caller) return caller.error();
    if (!request.may_block) return later();
    if (auto done = world.vault.rotate(world.clock.now()); !done) return problem(done.error(), request.path);
    return show(world, request);
}

Response status(const VaultWorld& world, const Request& request) {
    const auto caller = require_owner(world, request);
    if (!caller) return caller.error();
    if (!request.may_block) return later();
    return show(world, request);
}

}  // namespace

void add_vault_routes(Router& router, const VaultWorld& world) {
    const RouteTraits script{RouteTraits::Caller::script, false};
    router.on("GET", "/api/v1/vault", script,
              [world](const Request& r, const PathValues&) { return status(world, r); });
    router.on("POST", "/api/v1/vault/rekey", script,
              [world](const Request& r, const PathValues&) { return rekey(world, r); });
    router.on("POST", "/api/v1/vault/rotate", script,
              [world](const Request& r, const PathValues&) { return rotate(world, r); });
}

}  // namespace roadcase::server
