#include "server/sign_in_wish.h"

#include "accounts/sign_in_words.h"
#include "accounts/state.h"
#include "core/text.h"
#include "server/body_fields.h"

namespace roadcase::server {

Result<accounts::SignIn> sign_in_of(const ApiWorld& world, const Json& body) {
    accounts::SignIn wish;
    for (auto [field, target] : {std::pair{"client", &wish.client}, std::pair{"account", &wish.account},
                                 std::pair{"name", &wish.name}}) {
        auto value = optional_text(body, field);
        if (!value) return fail(value.error());
        *target = std::move(*value);
    }
    auto scopes = optional_texts(body, "scope");
    if (!scopes) return fail(scopes.error());
    wish.scopes = std::move(*scopes);
    wish.origin = "terminal";
    if (!wish.account.empty()) {
        const auto record =
            accounts::parse_reference(wish.account).and_then([&](const accounts::Reference& ref) {
                return world.accounts.find(ref);
            });
        if (!record) return fail(record.error());
        // Now, and not when a browser that somebody waits for has opened.
        if (accounts::is_app(*record)) return fail(accounts::other_kind(*record));
        wish.client = record->client;
        wish.account = record->id;
    }
    if (!wish.name.empty() && !accounts::is_name(wish.name))
        return fail(wrong_field("name", "must be 1 to 64 letters, digits, - or _"));
    if (const auto client = world.registry.require(wish.client); !client) return fail(client.error());
    return wish;
}

Status check_client_id(const ApiWorld& world, const std::string& client, const Json& body) {
    const auto given = optional_text(body, "client_id");
    if (!given) return fail(given.error());
    const auto entry = world.registry.find(client);
    if (given->empty() || entry == nullptr || entry->client.client_id == *given) return {};
    const auto ours = entry->client.client_id.empty() ? std::string("registers itself")
                                                      : "is " + printable(entry->client.client_id, 80);
    return fail(ErrorKind::invalid_request, "",
                "The login belongs to another app: " + printable(*given, 80) + ", and the client " + client +
                    " " + ours + ".",
                "Its refresh token would be refused. Nothing was sent.",
                "Configure a client with that client_id, and name it with --client.");
}

}  // namespace roadcase::server
