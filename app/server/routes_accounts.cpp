#include "accounts/key_words.h"
#include "accounts/words.h"
#include "server/account_list.h"
#include "server/api_json.h"
#include "server/body_fields.h"
#include "server/sign_in_wish.h"

namespace roadcase::server {
namespace {

OrderedJson shown(const ApiWorld& world, const store::AccountRecord& record) {
    return account_json(record, world.accounts.is_renewing(record.id),
                        {world.registry, world.public_url, world.clock.now()});
}

using KeyRecords = std::vector<store::KeyRecord>;

/// The keys are the owner's business: a script learns nothing of the others.
Result<KeyRecords> keys_for(const ApiWorld& world, const ApiCaller& caller) {
    return caller.is_owner() ? world.keys.list() : KeyRecords();
}

OrderedJson shown(const ApiWorld& world, const ApiCaller& caller, const KeyRecords& keys,
                  const store::AccountRecord& record) {
    auto body = shown(world, record);
    if (caller.is_owner()) body["used_by"] = used_by_json(keys, record);
    return body;
}

/// What of all accounts this caller asks for and may see, page by page.
Response list_accounts(const ApiWorld& world, const Request& request) {
    const auto caller = world.callers.identify(request);
    if (!caller) return caller.error();
    const auto filter = account_filter_of(request.query);
    if (!filter) return problem(filter.error(), request.path);
    const auto records = world.accounts.list();
    if (!records) return problem(records.error(), request.path);
    const auto keys = keys_for(world, *caller);
    if (!keys) return problem(keys.error(), request.path);
    OrderedJson list = OrderedJson::array();
    OrderedJson next = nullptr;
    std::string last;
    for (const auto& record : *records) {
        if (!is_after(*filter, record)) continue;
        if (!caller->is_owner() && !accounts::Keys::may_ask(*caller->key, record)) continue;
        auto body = shown(world, *caller, *keys, record);
        if (!lets_through(*filter, record, body["status"].get_ref<const std::string&>())) continue;
        if (filter->limit && list.size() == *filter->limit) {
            next = cursor_for(last);
            break;
        }
        last = accounts::reference_of(record);
        list.push_back(std::move(body));
    }
    return json(200, {{"version", 1}, {"accounts", std::move(list)}, {"next_cursor", std::move(next)}});
}

/// To whoever looks at an account, one that nobody has signed in to is simply not there.
Error absent(Error error) {
    if (error.code == "E501") error.kind = ErrorKind::not_found;
    return error;
}

Response one_account(const ApiWorld& world, const Request& request, const PathValues& values) {
    const auto caller = world.callers.identify(request);
    if (!caller) return caller.error();
    const auto record = account_for(world, *caller, values.find("account")->second);
    if (!record) return problem_for(world, absent(record.error()), request);
    const auto keys = keys_for(world, *caller);
    return keys ? json(200, shown(world, *caller, *keys, *record)) : problem(keys.error(), request.path);
}

/// An account that needs no sign-in here.
Result<store::AccountRecord> added(const ApiWorld& world, const Json& body) {
    const auto wish = sign_in_of(world, body);
    if (!wish) return fail(wish.error());
    const auto grant_type = optional_text(body, "grant_type");
    if (!grant_type) return fail(grant_type.error());
    if (*grant_type == "client_credentials") return world.accounts.add_app(*wish);
    if (*grant_type != "refresh_token")
        return fail(wrong_field("grant_type", "must be client_credentials or refresh_token"));
    if (auto ours = check_client_id(world, wish->client, body); !ours) return fail(ours.error());
    auto token = optional_text(body, "refresh_token");
    if (!token) return fail(token.error());
    if (token->empty()) return fail(wrong_field("refresh_token", "must hold the refresh token"));
    return world.accounts.import_refresh_token(*wish, Secret(std::move(*token)));
}

Response add_account(const ApiWorld& world, const Request& request) {
    if (!request.may_block) return later();
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto body = json_body(request);
    if (!body) return problem(body.error(), request.path);
    const auto record = added(world, *body);
    return record ? json(201, shown(world, *record)) : problem_for(world, record.error(), request);
}

Response refresh_account(const ApiWorld& world, const Request& request, const PathValues& values) {
    if (!request.may_block) return later();
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto record =
        accounts::parse_reference(values.find("account")->second).and_then([&](const auto& ref) {
            return world.accounts.refresh(ref);
        });
    if (!record) return problem_for(world, record.error(), request);
    return json(200, shown(world, *record));
}

Response validate_account(const ApiWorld& world, const Request& request, const PathValues& values) {
    if (!request.may_block) return later();
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto& account = values.find("account")->second;
    const auto active = accounts::parse_reference(account).and_then(
        [&](const auto& ref) { return world.accounts.validate(ref); });
    if (!active) return problem_for(world, active.error(), request);
    OrderedJson body{{"version", 1}, {"account", account}, {"active", nullptr}};
    if (*active) body["active"] = **active;
    return json(200, body);
}

Response remove_account(const ApiWorld& world, const Request& request, const PathValues& values) {
    if (!request.may_block) return later();
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto record = account_for(world, *caller, values.find("account")->second);
    if (!record) return problem_for(world, absent(record.error()), request);
    accounts::Reference ref;
    ref.id = record->id;
    accounts::RevokeOutcome outcome;
    outcome.account = accounts::reference_of(*record);
    if (request.query.get("revoke") == "true") {
        const auto revoked = world.accounts.revoke(ref);
        if (!revoked) return problem_for(world, revoked.error(), request);
        outcome = *revoked;
    } else if (const auto removed = world.accounts.remove(ref); !removed) {
        return problem_for(world, removed.error(), request);
    }
    return json(200, {{"version", 1},
                      {"account", outcome.account},
                      {"removed", true},
                      {"told_provider", outcome.told_provider},
                      {"note", outcome.note}});
}

/// What a person wants to be different; nothing: let it be.
struct AccountChange {
    std::string name;
    bool make_default = false;
    std::optional<bool> paused;
};

/// All fields are read before the first of them counts.
Result<AccountChange> change_of(const Json& body) {
    if (auto known = only_fields(body, {"name", "default", "paused"}); !known) return fail(known.error());
    AccountChange change;
    auto name = optional_text(body, "name");
    if (!name) return fail(name.error());
    change.name = std::move(*name);
    if (body.contains("name") && !accounts::is_name(change.name))
        return fail(accounts::no_account_name(change.name));
    const auto is_default = optional_flag(body, "default");
    if (!is_default) return fail(is_default.error());
    if (*is_default == false)
        return fail(wrong_field("default", "can only be true: make another account the default instead"));
    change.make_default = is_default->has_value();
    if (change.make_default && !change.name.empty())
        return fail(wrong_field("name", "cannot be given to the default account, which has none"));
    const auto paused = optional_flag(body, "paused");
    if (!paused) return fail(paused.error());
    change.paused = *paused;
    return change;
}

Result<store::AccountRecord> changed(const ApiWorld& world, store::AccountRecord record,
                                     const AccountChange& change) {
    // By its id, because its name may change on the way.
    accounts::Reference ref;
    ref.id = record.id;
    Result<store::AccountRecord> now = std::move(record);
    if (!change.name.empty()) now = world.accounts.rename(ref, change.name);
    if (now && change.make_default) now = world.accounts.make_default(ref);
    if (now && change.paused) now = *change.paused ? world.accounts.pause(ref) : world.accounts.resume(ref);
    world.keys.follow_accounts();
    return now;
}

Response change_account(const ApiWorld& world, const Request& request, const PathValues& values) {
    const auto caller = world.callers.require_owner(request);
    if (!caller) return caller.error();
    const auto body = json_body(request);
    if (!body) return problem(body.error(), request.path);
    const auto change = change_of(*body);
    if (!change) return problem(change.error(), request.path);
    // It waits for a renewal that is on its way.
    if (!request.may_block) return later();
    const auto record = account_for(world, *caller, values.find("account")->second);
    if (!record) return problem_for(world, absent(record.error()), request);
    const auto now = changed(world, *record, *change);
    return now ? json(200, shown(world, *now)) : problem_for(world, now.error(), request);
}

store::AccountRecord named_like(const accounts::Reference& ref) {
    store::AccountRecord record;
    record.id = ref.id;
    record.client = ref.client;
    record.name = ref.name;
    record.subject = ref.subject;
    return record;
}

}  // namespace

RouteHandler for_owner(const ApiWorld& world, ApiRoute route) {
    return [world, route = std::move(route)](const Request& request, const PathValues& values) {
        const auto caller = world.callers.require_owner(request);
        return caller ? route(world, request, values) : caller.error();
    };
}

Result<store::AccountRecord> account_for(const ApiWorld& world, const ApiCaller& caller,
                                         std::string_view reference) {
    const auto ref = accounts::parse_reference(reference);
    if (!ref) return fail(ref.error());
    auto record = world.accounts.find(*ref);
    if (caller.is_owner()) return record;
    // What is not there is judged by its name, as if it were; nobody knows its scopes.
    const auto judged = record ? *record : named_like(*ref);
    auto may_ask = accounts::Keys::may_ask(*caller.key, judged);
    if (may_ask && !record && !caller.key->scopes.empty()) may_ask = fail(accounts::key_refused());
    if (may_ask) return record;
    world.keys.note_refusal(*caller.key, std::string(reference));
    return fail(may_ask.error());
}

Response problem_for(const ApiWorld& world, Error error, const Request& request) {
    if (error.kind == ErrorKind::unauthorized_key) return world.callers.refuse(std::move(error));
    if (error.kind == ErrorKind::needs_authorization && error.action_url.empty() && !error.account.empty()) {
        const auto record =
            accounts::parse_reference(error.account).and_then([&](const accounts::Reference& ref) {
                return world.accounts.find(ref);
            });
        if (record) error.action_url = action_url(*record, world.public_url);
    }
    return problem(error, request.path);
}

void add_account_routes(Router& router, const ApiWorld& world) {
    const RouteTraits script{RouteTraits::Caller::script, false};
    const auto with_values = [world](auto route) {
        return [world, route](const Request& r, const PathValues& v) { return route(world, r, v); };
    };
    const auto without = [world](auto route) {
        return [world, route](const Request& r, const PathValues&) { return route(world, r); };
    };
    router.on("GET", "/api/v1/accounts", script, without(list_accounts));
    router.on("POST", "/api/v1/accounts", script, without(add_account));
    router.on("GET", "/api/v1/accounts/{account*}", script, with_values(one_account));
    router.on("POST", "/api/v1/accounts/{account*}/refresh", script, with_values(refresh_account));
    router.on("POST", "/api/v1/accounts/{account*}/validate", script, with_values(validate_account));
    router.on("PATCH", "/api/v1/accounts/{account*}", script, with_values(change_account));
    router.on("DELETE", "/api/v1/accounts/{account*}", script, with_values(remove_account));
}

}  // namespace roadcase::server
