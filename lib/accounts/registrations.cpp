#include "accounts/registrations.h"

#include "core/encoding.h"
#include "core/json.h"
#include "core/text.h"
#include "oauth/token.h"

namespace roadcase::accounts {
namespace {

using Credentials = Registrations::Credentials;

std::string scope_of(const ClientEntry& entry) {
    return join(entry.client.scopes, entry.provider.server.scope_separator);
}

/// What the credentials are bound to is their name.
std::string document_name(const ClientEntry& entry) {
    const Json bound{entry.provider.registration.request.url, entry.client.redirect_uri, scope_of(entry)};
    return "registration " + entry.provider.name + " " + hex_encode(sha256(dump(bound)));
}

Error not_registered(const ClientEntry& entry, ErrorKind kind, std::string why) {
    const auto& console = entry.provider.console_url;
    return make_error(kind, "E309", entry.provider.display_name + " did not register Roadcase.",
                      std::move(why),
                      "Try again later, or register an app " + (console.empty() ? "there" : "at " + console) +
                          " and write its client_id into [client." + entry.name + "] of config.toml.");
}

bool is_credential(const std::string& text) {
    return !text.empty() && text.size() <= 2048 && is_vschar(text);
}

/// A secret is optional (RFC 7591 §3.2.1); a broken one is not.
std::optional<Credentials> read_answer(const providers::Registration& registration, std::string_view body) {
    const auto answer = parse_json(body);
    if (!answer) return std::nullopt;
    auto id = text_at_pointer(*answer, registration.client_id).value_or("");
    auto secret = text_at_pointer(*answer, registration.client_secret).value_or("");
    if (!is_credential(id) || !(secret.empty() || is_credential(secret))) return std::nullopt;
    return Credentials{std::move(id), Secret(std::move(secret))};
}

Secret written(const Credentials& credentials) {
    return Secret(dump(
        Json{{"client_id", credentials.client_id}, {"client_secret", credentials.client_secret.reveal()}}));
}

}  // namespace

bool Registrations::are_for(const ClientEntry& entry) {
    return entry.client.client_id.empty() && !entry.provider.registration.request.url.empty();
}

std::optional<Credentials> Registrations::known(const ClientEntry& entry) {
    const auto stored = world_.store.document(document_name(entry));
    if (!stored || !*stored) return std::nullopt;
    return read_answer({}, (*stored)->body.reveal());
}

Result<Credentials> Registrations::find(const ClientEntry& entry) {
    std::lock_guard lock(asking_);
    if (auto kept = known(entry)) return std::move(*kept);
    // Credentials that are lost with this process would leave accounts behind that nobody can revoke.
    if (auto writable = world_.store.check_writable(); !writable) return fail(writable.error());
    auto fresh = ask(entry);
    if (!fresh) return fresh;
    auto saved = world_.store.put_document(document_name(entry), written(*fresh), world_.clock.now());
    if (!saved) return fail(saved.error());
    return fresh;
}

bool Registrations::was_refused(const ClientEntry& entry) {
    const auto stored = world_.store.document(document_name(entry));
    return stored && *stored && !read_answer({}, (*stored)->body.reveal());
}

Status Registrations::forget(const ClientEntry& entry, const std::string& client_id) {
    std::lock_guard lock(asking_);
    const auto kept = known(entry);
    if (!kept || kept->client_id != client_id) return {};
    return world_.store.put_document(document_name(entry), Secret("{}"), world_.clock.now());
}

Result<Credentials> Registrations::ask(const ClientEntry& entry) {
    const auto& registration = entry.provider.registration;
    const auto response = world_.transport.send(
        oauth::make_request(registration.request, {}, entry.provider.server, entry.client,
                            {{"redirect_uri", entry.client.redirect_uri}, {"scope", scope_of(entry)}}));
    if (!response) return fail(response.error());
    const bool later = response->status >= 500 || response->status == 429;
    if (response->status / 100 != 2)
        return fail(not_registered(entry, later ? ErrorKind::unavailable : ErrorKind::rejected,
                                   "It answered with status " + std::to_string(response->status) + "."));
    auto credentials = read_answer(registration, response->body);
    if (!credentials)
        return fail(not_registered(entry, ErrorKind::rejected, "Its answer held no client id."));
    return std::move(*credentials);
}

}  // namespace roadcase::accounts
