#include "practice/answer_shape.h"

#include <algorithm>
#include <array>

#include "core/text.h"

namespace roadcase::practice {
namespace {

std::string text_of(const OrderedJson& value) {
    return value.is_string() ? value.get<std::string>() : dump(value);
}

/// The name when `text` is one placeholder and nothing else; else empty.
std::string_view placeholder(std::string_view text) {
    if (text.size() < 3 || text.front() != '{' || text.find('}') != text.size() - 1) return {};
    return text.substr(1, text.size() - 2);
}

std::optional<OrderedJson> filled(const OrderedJson& shape, const Values& values);

std::optional<OrderedJson> filled_text(const std::string& text, const Values& values) {
    const auto name = placeholder(text);
    if (name.empty()) return OrderedJson(fill(text, values));
    const auto value = values.find(name);
    if (value == values.end()) return std::nullopt;
    return value->second;
}

OrderedJson filled_object(const OrderedJson& shape, const Values& values) {
    auto out = OrderedJson::object();
    for (const auto& [name, member] : shape.items())
        if (auto value = filled(member, values)) out[name] = std::move(*value);
    return out;
}

std::optional<OrderedJson> filled(const OrderedJson& shape, const Values& values) {
    if (shape.is_string()) return filled_text(shape.get<std::string>(), values);
    if (shape.is_object()) return filled_object(shape, values);
    if (!shape.is_array()) return shape;
    auto out = OrderedJson::array();
    for (const auto& each : shape)
        if (auto value = filled(each, values)) out.push_back(std::move(*value));
    return out;
}

http::Response shaped(const Door& door, const http::Headers& headers, int status, const OrderedJson& body) {
    if (body.is_null()) return {status, {{"Cache-Control", "no-store"}}, ""};
    const auto accepted = headers.find("Accept").value_or("");
    if (!door.form_unless_json || accepted.find("application/json") != std::string_view::npos)
        return json_answer(status, dump(body));
    http::Params form;
    for (const auto& [name, value] : body.items()) form.add(name, text_of(value));
    return {status,
            {{"Content-Type", "application/x-www-form-urlencoded"}, {"Cache-Control", "no-store"}},
            form.encode()};
}

const ErrorShape& shape_of(const Dialect& dialect, const Door& door, std::string_view error) {
    for (const std::string_view name : {error, std::string_view()})
        for (const auto* errors : {&door.errors, &dialect.errors})
            if (const auto found = errors->find(name); found != errors->end()) return found->second;
    static const ErrorShape silent;
    return silent;
}

/// What a client that used HTTP authentication is told beside the body; nothing for others.
std::string challenge(const Door& door, const http::Headers& headers, const OAuthError& error) {
    constexpr std::string_view realm = " realm=\"Practice Stream\"";
    if (error.status != 401) return {};
    if (error.error == "missing_token" && !door.scheme.empty()) return door.scheme + std::string(realm);
    if (error.error == "invalid_token" && !door.scheme.empty())
        return door.scheme + std::string(realm) + ", error=\"invalid_token\"";
    return headers.find("Authorization") ? "Basic" + std::string(realm) + ", charset=\"UTF-8\"" : "";
}

}  // namespace

OrderedJson fill(const OrderedJson& shape, const Values& values) {
    return filled(shape, values).value_or(OrderedJson());
}

http::Params fill(const Pairs& shape, const Values& values) {
    http::Params out;
    for (const auto& [name, text] : shape)
        if (const auto value = filled_text(text, values)) out.add(name, text_of(*value));
    return out;
}

std::string fill(const std::string& shape, const Values& values) {
    std::string out;
    for (std::string_view rest = shape; !rest.empty();) {
        const auto open = std::min(rest.find('{'), rest.size());
        out += rest.substr(0, open);
        rest.remove_prefix(open);
        const auto close = rest.find('}');
        const auto value =
            close == std::string_view::npos ? values.end() : values.find(rest.substr(1, close - 1));
        out += value != values.end() ? text_of(value->second) : std::string(rest.substr(0, 1));
        rest.remove_prefix(value != values.end() ? close + 1 : std::min<std::size_t>(1, rest.size()));
    }
    return out;
}

void add_scope(Values& values, const std::string& scope) {
    const auto scopes = split(scope, ' ');
    values["scope_or_empty"] = scope;
    values["scopes"] = scopes;
    values["scope_commas"] = join(scopes, ",");
    if (!scope.empty()) values["scope"] = scope;
}

http::Response good_answer(const Door& door, const http::Headers& headers, const Values& values) {
    return shaped(door, headers, door.status, fill(door.answer, values));
}

http::Response refusal(const Dialect& dialect, const Door& door, const http::Headers& headers,
                       const OAuthError& error) {
    const auto& shape = shape_of(dialect, door, error.error);
    const auto status = shape.status != 0 ? shape.status : error.status;
    Values values{{"error", error.error}, {"status", status}};
    if (!error.description.empty()) values["error_description"] = error.description;
    auto answer = shaped(door, headers, status, fill(shape.body, values));
    if (auto words = challenge(door, headers, error); !words.empty())
        answer.headers.add("WWW-Authenticate", std::move(words));
    return answer;
}

}  // namespace roadcase::practice
