#include <algorithm>
#include <functional>

#include "core/json.h"
#include "core/text.h"
#include "providers/fields.h"
#include "providers/parts.h"

namespace roadcase::providers {
namespace {

using oauth::ClientProof;
using oauth::Encoding;
using oauth::RequestForm;

constexpr std::pair<std::string_view, Encoding> encodings[] = {
    {"form", Encoding::form}, {"json", Encoding::json}, {"query", Encoding::query}};
constexpr std::pair<std::string_view, ClientProof> proofs[] = {{"client", ClientProof::configured},
                                                               {"client_secret_basic", ClientProof::basic},
                                                               {"client_id", ClientProof::id_only},
                                                               {"none", ClientProof::none}};

/// What a table says of a request.
struct Change {
    std::optional<std::string> url, method, body, encoding, proof;
    Pairs headers, params;
};

bool is_same(const std::string& a, const std::string& b) {
    return a == b;
}

/// The same name replaces in its place, an empty value removes, a new name comes last.
template <class Same>
void lay_over(Pairs& target, const Pairs& changes, Same same_name) {
    for (const auto& [name, value] : changes) {
        const auto same = std::find_if(target.begin(), target.end(), [&, &wanted = name](const auto& pair) {
            return same_name(pair.first, wanted);
        });
        if (value.empty() && same != target.end())
            target.erase(same);
        else if (same != target.end())
            same->second = value;
        else if (!value.empty())
            target.emplace_back(name, value);
    }
}

template <class Rows>
auto named(const Rows& rows, std::string_view name) {
    return std::find_if(std::begin(rows), std::end(rows), [&](const auto& row) { return row.first == name; })
        ->second;
}

void apply(const Change& change, RequestForm& form) {
    form.url = change.url.value_or(form.url);
    form.method = change.method.value_or(form.method);
    form.body = change.body.value_or(form.body);
    if (change.encoding) form.encoding = named(encodings, *change.encoding);
    if (change.proof) form.proof = named(proofs, *change.proof);
    lay_over(form.headers, change.headers, iequals);  // RFC 9110 §5.1
    lay_over(form.params, change.params, is_same);
}

/// Names a form's texts may hold.
PairCheck checked_with(const Pairs& variables, bool are_headers) {
    return [&variables, are_headers](std::string_view name, std::string_view value) -> std::string {
        const auto& known = oauth::request_placeholders;
        if (are_headers && !is_token(name)) return "is no name of a header field";
        if (are_headers && !value.empty() && !is_vschar(value)) return "must be one line of plain characters";
        if (!has_only_known_names(value, {std::begin(known), std::end(known)}, variables))
            return "names something in braces that is not there to be filled in";
        return {};
    };
}

void read_plain(TomlReader& reader, const Pairs& variables, Change& change) {
    std::string url;
    read_endpoint(reader, "url", variables, url);
    if (reader.has("url")) change.url = url;
    change.method = reader.word("method", {"GET", "POST", "DELETE"});
    change.encoding = reader.word("encoding", {"form", "json", "query"});
    change.proof =
        reader.word("client_authentication", {"client", "client_secret_basic", "client_id", "none"});
    change.body = reader.text("body");
    if (change.body && !change.body->empty() && !parse_json(*change.body))
        reader.wrong("body", "must be JSON");
}

/// Reads what a table says of a request; `more` reads its further keys.
Result<Change> read_change(const TomlTable& table, const Pairs& variables,
                           const std::function<void(TomlReader&)>& more = {}) {
    Change change;
    TomlReader reader(table);
    read_plain(reader, variables, change);
    const auto* headers = reader.table("headers");
    const auto* params = reader.table("params");
    if (more) more(reader);
    return reader.finish()
        .and_then([&] { return read_pairs(headers, checked_with(variables, true), change.headers); })
        .and_then([&] { return read_pairs(params, checked_with(variables, false), change.params); })
        .map([&] { return change; });
}

Status read_into(const TomlTable* table, const Pairs& variables, std::initializer_list<RequestForm*> forms,
                 const std::function<void(TomlReader&)>& more = {}) {
    if (table == nullptr) return {};
    const auto change = read_change(*table, variables, more);
    if (!change) return fail(change.error());
    for (auto* form : forms) apply(*change, *form);
    return {};
}

void read_renewal_keys(TomlReader& reader, Provider& provider) {
    if (const auto word = reader.word("with", {"refresh_token", "access_token"}))
        provider.server.renews_with_access_token = *word == "access_token";
    if (const auto age = reader.duration_seconds("not_before"))
        provider.lifetimes.renewal_not_before = seconds{*age};
}

void read_revocation_keys(TomlReader& reader, Provider& provider) {
    const auto tokens = reader.texts("tokens");
    if (!tokens) return;
    for (const auto& token : *tokens)
        if (token != "refresh_token" && token != "access_token")
            reader.wrong("tokens", "may hold \"refresh_token\" and \"access_token\" only");
    if (tokens->empty()) reader.wrong("tokens", "must name a token");
    provider.server.revoked_tokens = *tokens;
}

/// Statuses are written as text, as they stand in a documentation.
void read_statuses(TomlReader& reader, std::vector<int>& target) {
    const auto texts = reader.texts("dead");
    if (!texts) return;
    std::vector<int> statuses;
    for (const auto& text : *texts) {
        const bool is_refusal =
            text.size() == 3 && text[0] == '4' && text.find_first_not_of("0123456789") == text.npos;
        if (!is_refusal) return reader.wrong("dead", "must be statuses such as [\"401\", \"404\"]");
        statuses.push_back((text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0'));
    }
    target = std::move(statuses);
}

void read_identity_keys(TomlReader& reader, Identity& identity) {
    if (const auto word = reader.word("from", {"request", "answer", "id_token"}))
        identity.from = *word == "request"  ? Identity::Source::request
                        : *word == "answer" ? Identity::Source::answer
                                            : Identity::Source::id_token;
    if (auto pointers = read_pointers(reader, "subject")) identity.subject = std::move(*pointers);
    if (auto pointers = read_pointers(reader, "display_name")) identity.display_name = std::move(*pointers);
    read_line(reader, "nobody", identity.nobody);
}

/// A table about a request that has no address of its own and gets none from elsewhere does nothing,
/// silently.
void need_address(TomlReader& reader, const RequestForm& form) {
    if (form.url.empty() && !reader.has("url")) reader.wrong("url", "must say where this request goes");
}

/// The second exchange is there when its table is.
Status read_exchange(const TomlTable* table, Provider& provider) {
    if (table == nullptr) return {};
    auto& exchange = provider.server.forms.exchange;
    const bool is_new = !exchange;
    if (!exchange) exchange = RequestForm{};
    return read_into(table, provider.variables, {&*exchange}, [&](auto& reader) {
        if (is_new && !reader.has("params"))
            reader.wrong("params",
                         "must say what is exchanged, such as { access_token = \"{access_token}\" }");
    });
}

}  // namespace

Status read_requests(TomlReader& reader, Provider& provider) {
    auto& forms = provider.server.forms;
    const auto& variables = provider.variables;
    const auto read = [&](const char* key, std::initializer_list<RequestForm*> targets,
                          const std::function<void(TomlReader&)>& more = {}) {
        return read_into(reader.table(key), variables, targets, more);
    };
    return read("request", {&forms.code, &forms.renewal, &forms.client_credentials, &forms.device_token})
        .and_then([&] { return read("code", {&forms.code}); })
        .and_then([&] { return read_exchange(reader.table("exchange"), provider); })
        .and_then([&] {
            return read("renewal", {&forms.renewal}, [&](auto& keys) { read_renewal_keys(keys, provider); });
        })
        .and_then([&] { return read("device", {&forms.device}); })
        .and_then([&] { return read("device_token", {&forms.device_token}); })
        .and_then([&] { return read("client_credentials", {&forms.client_credentials}); })
        .and_then([&] {
            return read("revocation", {&forms.revocation},
                        [&](auto& keys) { read_revocation_keys(keys, provider); });
        });
}

Status read_identity(const TomlTable* table, Provider& provider) {
    return read_into(table, provider.variables, {&provider.identity.request},
                     [&](auto& reader) { read_identity_keys(reader, provider.identity); });
}

Status read_validation(const TomlTable* table, Provider& provider) {
    return read_into(table, provider.variables, {&provider.validation.request}, [&](auto& reader) {
        if (const auto every = reader.duration_seconds("every"))
            provider.validation.every = *every == 0 ? std::nullopt : std::optional(seconds{*every});
        read_pointer(reader, "active", provider.validation.active);
        read_statuses(reader, provider.validation.dead);
        need_address(reader, provider.validation.request);
    });
}

Status read_registration(const TomlTable* table, Provider& provider) {
    auto& registration = provider.registration;
    return read_into(table, provider.variables, {&registration.request}, [&](auto& reader) {
        read_pointer(reader, "client_id", registration.client_id);
        read_pointer(reader, "client_secret", registration.client_secret);
        need_address(reader, registration.request);
    });
}

}  // namespace roadcase::providers
