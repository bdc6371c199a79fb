#include "server/routes_moving.h"

#include <algorithm>
#include <filesystem>

#include "accounts/parcel.h"
#include "core/text.h"
#include "platform/files.h"
#include "server/api_json.h"
#include "server/body_fields.h"
#include "server/packing.h"

namespace roadcase::server {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t largest_parcel = 256 * 1024 * 1024;

/// Everything that both requests hold.
struct Moving {
    std::string path;
    Secret passphrase;
    Json body;
};

Result<Moving> moving_of(const Request& request) {
    auto body = json_body(request);
    if (!body) return fail(body.error());
    const auto path = optional_text(*body, "path");
    if (!path) return fail(path.error());
    if (!fs::path(*path).is_absolute()) return fail(wrong_field("path", "must be an absolute path"));
    const auto found = body->find("passphrase");
    if (found == body->end() || !found->is_string()) return fail(wrong_field("passphrase", "must be a text"));
    auto& text = found->get_ref<std::string&>();
    Secret passphrase{std::string_view(text)};
    wipe(text);
    return Moving{*path, std::move(passphrase), std::move(*body)};
}

Result<std::vector<accounts::Reference>> references_of(const Json& body) {
    const auto names = optional_texts(body, "accounts");
    if (!names) return fail(names.error());
    std::vector<accounts::Reference> references;
    for (const auto& name : *names) {
        auto reference = accounts::parse_reference(name);
        if (!reference) return fail(reference.error());
        references.push_back(std::move(*reference));
    }
    return references;
}

Response moved(const std::vector<store::AccountRecord>& records, OrderedJson body) {
    std::vector<std::string> names;
    for (const auto& record : records) names.push_back(accounts::reference_of(record));
    std::sort(names.begin(), names.end());
    body["accounts"] = names;
    return json(200, body);
}

/// An earlier pack may go; anything else was not meant.
Status check_place(const std::string& path) {
    std::error_code failed;
    if (!fs::is_directory(fs::path(path).parent_path(), failed))
        return fail(ErrorKind::invalid_request, "", "There is no directory for " + printable(path, 200) + ".",
                    "Nothing was changed.");
    if (!fs::exists(fs::symlink_status(path, failed))) return {};
    const auto there = platform::read_file(path, largest_parcel);
    if (there && *there && accounts::is_parcel(**there)) return {};
    return fail(ErrorKind::conflict, "", printable(path, 200) + " is there already, and it is no pack.",
                "Nothing was changed.", "-o another file");
}

Response pack(const ApiWorld& world, const Request& request, const PathValues&) {
    const auto moving = moving_of(request);
    if (!moving) return problem(moving.error(), request.path);
    auto references = references_of(moving->body);
    if (!references) return problem(references.error(), request.path);
    const auto copy = optional_flag(moving->body, "copy");
    if (!copy) return problem(copy.error(), request.path);
    if (auto good = check_place(moving->path); !good) return problem(good.error(), request.path);
    const auto put = [&](const std::string& bytes) {
        return platform::replace_private_file(moving->path, bytes);
    };
    const auto records =
        pack_accounts(world.accounts, world.random,
                      {moving->passphrase, std::move(*references), copy->value_or(false), put});
    if (!records) return problem(records.error(), request.path);
    return moved(*records, {{"version", 1}, {"file", moving->path}, {"copy", copy->value_or(false)}});
}

Result<accounts::Parcel> parcel_in(const ApiWorld& world, const Moving& moving) {
    const auto bytes = platform::read_file(moving.path, largest_parcel);
    if (!bytes) return fail(bytes.error());
    if (*bytes) return accounts::open_parcel(**bytes, moving.passphrase, world.random);
    return fail(ErrorKind::invalid_request, "", "There is no file " + printable(moving.path, 200) + ".",
                "Nothing was changed.");
}

Response unpack(const ApiWorld& world, const Request& request, const std::function<void()>& moved_in) {
    const auto moving = moving_of(request);
    if (!moving) return problem(moving.error(), request.path);
    const auto replace = optional_flag(moving->body, "replace");
    if (!replace) return problem(replace.error(), request.path);
    const auto take_over = optional_flag(moving->body, "take_over");
    if (!take_over) return problem(take_over.error(), request.path);
    auto parcel = parcel_in(world, *moving);
    if (!parcel) return problem(parcel.error(), request.path);
    const auto keys = parcel->bundle.keys.size();
    const auto records =
        world.accounts.unpack(std::move(*parcel), {replace->value_or(false), take_over->value_or(false)});
    if (!records) return problem(records.error(), request.path);
    moved_in();
    return moved(*records, {{"version", 1}, {"keys", keys}});
}

/// What the provider gave, for whoever takes over: the account is paused first, so that what is handed out
/// stays the newest there is until it is forgotten here.
Response release(const ApiWorld& world, const Request& request, const PathValues& values) {
    const auto reference = accounts::parse_reference(values.find("account")->second);
    if (!reference) return problem(reference.error(), request.path);
    const auto found = world.accounts.find(*reference);
    if (!found) return problem_for(world, found.error(), request);
    const auto paused = world.accounts.pause(*reference);
    if (!paused) return problem_for(world, paused.error(), request);
    if (!paused->tokens || paused->tokens->refresh_token.empty()) {
        if (found->status != store::AccountStatus::paused) (void)world.accounts.resume(*reference);
        return problem(
            make_error(ErrorKind::conflict, "",
                       accounts::reference_of(*paused) + " has no refresh token to hand over.",
                       "Nothing was changed.", "roadcase token " + accounts::reference_of(*paused)),
            request.path);
    }
    auto body = account_json(*paused, false, {world.registry, world.public_url, world.clock.now()});
    if (const auto entry = world.registry.find(paused->client)) body["client_id"] = entry->client.client_id;
    body["token_type"] = paused->tokens->token_type;
    body["access_token"] = paused->tokens->access_token.reveal();
    body["refresh_token"] = paused->tokens->refresh_token.reveal();
    return json(200, body);
}

/// Not over TCP, where require_key = false would let every program of this user in.
RouteHandler on_the_socket(const ApiWorld& world, ApiRoute route) {
    return for_owner(world, [route](const ApiWorld& api, const Request& request, const PathValues& values) {
        if (request.peer.kind == Peer::Kind::tcp)
            return problem(make_error(ErrorKind::denied, "E503", "Moving accounts is not for the network.",
                                      "This address answers on the Unix socket only.", "roadcase pack"),
                           request.path);
        // scrypt and the disk take their time.
        return request.may_block ? route(api, request, values) : later();
    });
}

}  // namespace

void add_moving_routes(Router& router, const ApiWorld& world, std::function<void()> moved_in) {
    const RouteTraits script{RouteTraits::Caller::script, false};
    router.on("POST", "/api/v1/pack", script, on_the_socket(world, pack));
    router.on("POST", "/api/v1/unpack", script,
              on_the_socket(world, [moved_in = std::move(moved_in)](
                                       const ApiWorld& api, const Request& request, const PathValues&) {
                  return unpack(api, request, moved_in);
              }));
    router.on("POST", "/api/v1/accounts/{account*}/release", script, on_the_socket(world, release));
}

}  // namespace roadcase::server
