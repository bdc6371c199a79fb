#include "server/remote_wish.h"

#include <algorithm>
#include <set>

#include "core/text.h"
#include "server/body_fields.h"
#include "server/http1_grammar.h"

namespace roadcase::server {
namespace {

constexpr std::size_t longest_name = 255;
constexpr std::size_t most_scopes = 64;
constexpr std::int64_t longest_ttl = 366 * 86'400;

bool is_name(std::string_view text) {
    return text.size() <= longest_name && printable(text, longest_name) == text;
}

/// A query has texts only.
Result<std::vector<std::string>> listed(const Json& fields) {
    const auto text = string_at(fields, "scopes");
    if (!text) return optional_texts(fields, "scopes");
    auto commas = *text;
    std::replace(commas.begin(), commas.end(), ' ', ',');
    return split(commas, ',');
}

}  // namespace

Result<Json> said_in_body(const Request& request) {
    if (request.body.empty()) return Json::object();
    return json_body(request);
}

Result<std::optional<seconds>> wished_ttl(const Json& fields) {
    auto numbers = fields;
    const auto text = string_at(fields, "ttl");
    if (const auto number = text ? decimal(*text) : std::nullopt) numbers["ttl"] = *number;
    return optional_number(numbers, "ttl", 1, longest_ttl).transform([](const auto& number) {
        return number ? std::optional(seconds{*number}) : std::nullopt;
    });
}

Result<std::string> wished_name(const Json& fields, const std::vector<std::string>& names) {
    for (const auto& name : names) {
        auto text = optional_text(fields, name);
        if (!text) return text;
        if (text->empty()) continue;
        if (!is_name(*text)) return fail(wrong_field(name, "must be printable and of 255 bytes at most"));
        return text;
    }
    return std::string();
}

Result<std::vector<std::string>> wished_scopes(const Json& fields) {
    auto scopes = listed(fields);
    if (!scopes) return scopes;
    const bool good = scopes->size() <= most_scopes &&
                      std::all_of(scopes->begin(), scopes->end(),
                                  [](const auto& scope) { return !scope.empty() && is_name(scope); });
    if (!good) return fail(wrong_field("scopes", "must be a list of names, 64 at most"));
    std::set<std::string> seen;
    std::erase_if(*scopes, [&](const auto& scope) { return !seen.insert(scope).second; });
    return scopes;
}

Result<Secret> wished_secret(const Json& fields, const std::string& name, bool (*fits)(std::string_view)) {
    auto text = optional_text(fields, name);
    if (!text) return fail(text.error());
    if (!fits(*text)) return fail(wrong_field(name, "must hold the token"));
    return Secret(std::move(*text));
}

brokers::RemoteFailure noted(const BrokerCall& call, brokers::RemoteFailure failure) {
    const auto kind = failure.error.kind;
    const bool ours = kind == ErrorKind::rejected || kind == ErrorKind::unavailable;
    if (ours && !failure.here) call.desk.note_failed(call.broker, failure.cause.value_or(failure.error));
    return failure;
}

int status_of(const brokers::RemoteFailure& failure) {
    return failure.status != 0 ? failure.status : row_of(failure.error.kind).http_status;
}

tl::unexpected<Error> no_such_action(std::string_view action, const std::string& known) {
    return fail(ErrorKind::not_found, "", "This broker has no \"" + printable(action, 40) + "\".", "",
                "It has " + known + ".");
}

Response wrong_method(const std::string& allowed) {
    auto response = text(405, "This address answers " + allowed + ".\n");
    response.headers.set("Allow", allowed);
    return response;
}

}  // namespace roadcase::server
