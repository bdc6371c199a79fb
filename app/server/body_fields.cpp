#include "server/body_fields.h"

#include <algorithm>

#include "core/text.h"

namespace roadcase::server {

bool has_json_type(const Request& request) {
    const auto type = request.headers.find("Content-Type").value_or("");
    return iequals(trim(type.substr(0, type.find(';'))), "application/json");
}

Result<Json> json_body(const Request& request) {
    if (!has_json_type(request))
        return fail(ErrorKind::invalid_request, "", "The body must be JSON.",
                    "Its Content-Type is not application/json.");
    auto body = parse_json(request.body);
    if (!body || !body->is_object())
        return fail(ErrorKind::invalid_request, "", "The body is no JSON object.",
                    "It is cut, nested too deeply, not UTF-8, or names a field twice.");
    return std::move(*body);
}

Error wrong_field(std::string_view field, std::string_view must) {
    return make_error(ErrorKind::invalid_request, "",
                      "The field \"" + std::string(field) + "\" " + std::string(must) + ".",
                      "Nothing was changed.");
}

Result<std::string> optional_text(const Json& body, std::string_view field) {
    const auto* value = find(body, field);
    if (value == nullptr || value->is_null()) return std::string();
    if (!value->is_string()) return fail(wrong_field(field, "must be a text"));
    return value->get<std::string>();
}

Status only_fields(const Json& body, const std::vector<std::string>& known) {
    if (body.empty())
        return fail(ErrorKind::invalid_request, "", "The body asks for nothing.", "Nothing was changed.",
                    "It may hold " + join(known, ", ") + ".");
    for (const auto& [field, value] : body.items()) {
        if (std::find(known.begin(), known.end(), field) != known.end()) continue;
        auto error = wrong_field(printable(field, 40), "is not known here");
        const auto guess = did_you_mean(field, known);
        error.next = guess ? "Did you mean \"" + *guess + "\"?" : "It may hold " + join(known, ", ") + ".";
        return fail(std::move(error));
    }
    return {};
}

Result<std::vector<std::string>> optional_texts(const Json& body, std::string_view field) {
    std::vector<std::string> texts;
    const auto* value = find(body, field);
    if (value == nullptr || value->is_null()) return texts;
    if (!value->is_array() || value->size() > 64) return fail(wrong_field(field, "must be a list of texts"));
    for (const auto& each : *value) {
        if (!each.is_string()) return fail(wrong_field(field, "must be a list of texts"));
        texts.push_back(each.get<std::string>());
    }
    return texts;
}

Result<std::optional<bool>> optional_flag(const Json& body, std::string_view field) {
    const auto* value = find(body, field);
    if (value == nullptr || value->is_null()) return std::optional<bool>();
    if (!value->is_boolean()) return fail(wrong_field(field, "must be true or false"));
    return std::optional(value->get<bool>());
}

Result<std::optional<std::int64_t>> optional_number(const Json& body, std::string_view field,
                                                    std::int64_t least, std::int64_t most) {
    const auto* value = find(body, field);
    if (value == nullptr || value->is_null()) return std::optional<std::int64_t>();
    // A number beyond int64 is unsigned and would wrap.
    const bool whole = value->is_number_integer() &&
                       (!value->is_number_unsigned() || value->get<std::uint64_t>() <= INT64_MAX);
    const auto number = whole ? value->get<std::int64_t>() : 0;
    if (!whole || number < least || number > most)
        return fail(wrong_field(
            field, "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most)));
    return std::optional(number);
}

}  // namespace roadcase::server
