#include "oauth/token_fields.h"

#include <charconv>
#include <cmath>

#include "core/text.h"
#include "http/url.h"

namespace roadcase::oauth {
namespace {

/// The transport stops earlier; this holds for whoever else calls us.
constexpr std::size_t max_answer = 1024 * 1024;

/// Content types lie (text/html over a form, JSON's over a form), so the names decide.
std::optional<Json> form_fields(std::string_view body) {
    const auto params = http::parse_params(trim(body));
    if (!params || params->repeated()) return std::nullopt;
    if (params->count("access_token") == 0 && params->count("error") == 0) return std::nullopt;
    auto fields = Json::object();
    for (const auto& [name, value] : *params)
        if (is_utf8(name) && is_utf8(value)) fields[name] = value;
    return fields;
}

/// What the first of these pointers leads to; null when none does.
Json value_at(const Json& fields, const std::vector<std::string>& pointers) {
    for (const auto& pointer : pointers)
        if (const auto* value = find_at_pointer(fields, pointer); value != nullptr && !value->is_null())
            return *value;
    return nullptr;
}

Json unbent(Json fields, const AnswerForm& form) {
    auto straight = fields;
    for (const auto& [name, pointers] : form.fields) straight[name] = value_at(fields, pointers);
    return straight;
}

}  // namespace

std::optional<Json> read_fields(const http::Response& response, const AnswerForm& form) {
    if (response.body.size() > max_answer) return std::nullopt;
    auto fields = parse_json(response.body);
    if (!fields) fields = form_fields(response.body);
    if (!fields || !fields->is_object()) return std::nullopt;
    return form.fields.empty() ? fields : unbent(std::move(*fields), form);
}

std::string first_text(const Json& fields, std::initializer_list<std::string_view> pointers) {
    for (const auto pointer : pointers)
        if (const auto text = text_at_pointer(fields, pointer); text && !text->empty() && *text != "0")
            return *text;
    return {};
}

std::optional<double> number_at(const Json& fields, std::string_view key) {
    const auto* value = find(fields, key);
    if (value == nullptr) return std::nullopt;
    if (value->is_number()) return value->get<double>();
    if (!value->is_string()) return std::nullopt;
    const auto& whole = value->get_ref<const std::string&>();
    const auto text = trim(whole);
    double number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc() || end != text.data() + text.size() || !std::isfinite(number))
        return std::nullopt;
    return number;
}

}  // namespace roadcase::oauth
