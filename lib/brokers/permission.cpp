#include "brokers/permission.h"

#include <algorithm>
#include <limits>

#include "core/json.h"
#include "core/text.h"

namespace roadcase::brokers {
namespace {

constexpr std::size_t most_bytes = 65'536;
constexpr std::size_t most_scopes = 64;
constexpr std::size_t longest_text = 255;

OrderedJson as_json(const PermissionQuestion& question) {
    auto wants = OrderedJson::array();
    for (const auto& subject : question.subjects)
        wants.push_back(OrderedJson{{"place", subject.place}, {"role", subject.role}});
    OrderedJson json;
    json["broker"] = question.broker;
    json["wants"] = std::move(wants);
    json["user"] = question.terms.user;
    json["ttl"] = question.terms.ttl.count();
    json["scopes"] = question.terms.scopes;
    if (!question.origin.empty()) json["origin"] = question.origin;
    if (!question.key.empty()) json["key"] = question.key;
    return json;
}

tl::unexpected<Error> no_sense(std::string why) {
    return fail(permission_unknown("Its answer makes no sense: " + std::move(why)));
}

tl::unexpected<Error> not_allowed(std::string why) {
    return fail(ErrorKind::denied, "E510", "This is not allowed.", std::move(why),
                "Ask whoever runs this page or program.");
}

bool is_short_text(const Json& value) {
    if (!value.is_string()) return false;
    const auto& text = value.get_ref<const std::string&>();
    return !text.empty() && text.size() <= longest_text && printable(text, longest_text) == text;
}

/// The member, unless it is missing or null.
const Json* said(const Json& answer, std::string_view name) {
    const auto* value = find(answer, name);
    return value == nullptr || value->is_null() ? nullptr : value;
}

Status read_ttl(const Json& json, PermissionAnswer& answer) {
    const auto* ttl = said(json, "ttl");
    if (ttl == nullptr) return {};
    if (!ttl->is_number_unsigned() || *ttl == 0) return no_sense("\"ttl\" is no whole number above zero.");
    constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int32_t>::max());
    answer.ttl = seconds{static_cast<std::int64_t>(std::min(ttl->get<std::uint64_t>(), most))};
    return {};
}

Status read_scopes(const Json& json, PermissionAnswer& answer) {
    const auto* scopes = said(json, "scopes");
    if (scopes == nullptr) return {};
    if (!scopes->is_array() || scopes->size() > most_scopes ||
        !std::all_of(scopes->begin(), scopes->end(), is_short_text))
        return no_sense("\"scopes\" is no list of texts.");
    answer.scopes = scopes->get<std::vector<std::string>>();
    return {};
}

Status read_user(const Json& json, PermissionAnswer& answer) {
    for (const auto* name : {"user", "userId", "user_id"}) {
        const auto* user = said(json, name);
        if (user == nullptr || *user == "") continue;
        if (!is_short_text(*user)) return no_sense("the user is no short text.");
        const auto text = user->get<std::string>();
        if (answer.user && *answer.user != text) return no_sense("it names two users.");
        answer.user = text;
    }
    return {};
}

Status read_allowed(const Json& json) {
    const auto* allowed = said(json, "allowed");
    if (allowed == nullptr || *allowed == true) return {};
    if (*allowed == false) return not_allowed("The permission service said no.");
    return no_sense("\"allowed\" is neither true nor false.");
}

Result<PermissionAnswer> read_yes(std::string_view body) {
    PermissionAnswer answer;
    if (body.size() > most_bytes) return no_sense("it is longer than 64 KiB.");
    if (trim(body).empty()) return answer;
    const auto json = parse_json(body);
    if (!json || !json->is_object()) return no_sense("it is no JSON object.");
    if (auto read = read_allowed(*json); !read) return fail(std::move(read.error()));
    for (const auto read : {read_ttl, read_scopes, read_user})
        if (auto done = read(*json, answer); !done) return fail(std::move(done.error()));
    return answer;
}

}  // namespace

http::Request permission_request(const PermissionSettings& settings, const PermissionQuestion& question,
                                 const http::Headers& forwarded) {
    http::Request request{"POST", settings.url, forwarded, dump(as_json(question))};
    request.headers.set("Content-Type", "application/json");
    request.headers.set("Accept", "application/json");
    request.within = settings.timeout;
    return request;
}

std::string permission_input(const PermissionQuestion& question, const http::Headers& forwarded) {
    auto json = as_json(question);
    auto headers = OrderedJson::object();
    for (const auto& [name, value] : forwarded) headers[name] = value;
    json["headers"] = std::move(headers);
    return dump(json) + "\n";
}

Result<PermissionAnswer> read_permission(int status, std::string_view body) {
    if (status >= 200 && status < 300) return read_yes(body);
    if (status == 401)
        return fail(ErrorKind::unauthorized_key, "",
                    "This visitor is not signed in at the service of whoever runs this broker.",
                    "No API key is wrong: its permission check knows nobody by what this request brought.",
                    "Sign in there first.");
    if (status == 403) return not_allowed("The permission service said no.");
    return fail(permission_unknown("It answered with status " + std::to_string(status) + "."));
}

Result<PermissionAnswer> read_permission_of_command(int exit_status, std::string_view output) {
    switch (exit_status) {
        case 0:
            return read_permission(200, output);
        case 1:
            return read_permission(403, {});
        case 2:
            return read_permission(401, {});
        default:
            return fail(permission_unknown("Its command ended with status " + std::to_string(exit_status) +
                                           "; 0 is yes, 1 no, 2 not signed in."));
    }
}

Error permission_unknown(std::string why) {
    return make_error(ErrorKind::unavailable, "E511",
                      "The permission service of this broker could not be asked.", std::move(why),
                      "Try again in a moment.");
}

Result<Terms> narrow(Terms asked, const std::vector<Subject>& subjects, const PermissionAnswer& answer) {
    if (answer.ttl) asked.ttl = std::min(asked.ttl, *answer.ttl);
    if (answer.user) {
        if (!asked.user.empty() && asked.user != *answer.user)
            return not_allowed("Who asks is somebody else than who the token would be for.");
        asked.user = *answer.user;
    }
    if (!answer.scopes) return asked;
    const auto is_named = [&](const std::string& scope) {
        return std::find(answer.scopes->begin(), answer.scopes->end(), scope) != answer.scopes->end();
    };
    if (asked.scopes.empty()) {
        // Where a token has no scopes its role is what is narrowed, and half a role there is not.
        if (!std::all_of(subjects.begin(), subjects.end(),
                         [&](const auto& each) { return is_named(each.role); }))
            return not_allowed("Not as what was asked for.");
        return asked;
    }
    std::erase_if(asked.scopes, [&](const std::string& scope) { return !is_named(scope); });
    if (asked.scopes.empty()) return not_allowed("None of the scopes that were asked for.");
    return asked;
}

}  // namespace roadcase::brokers
