#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/json.h"
#include "core/result.h"
#include "server/exchange.h"

namespace roadcase::server {

/// Reads what an API request's body holds. A field that is missing or null is empty; one of another type is
/// `invalid_request` and named.

bool has_json_type(const Request& request);
/// A JSON object from an application/json body; an Error otherwise.
Result<Json> json_body(const Request& request);
Result<std::string> optional_text(const Json& body, std::string_view field);
/// At most 64.
Result<std::vector<std::string>> optional_texts(const Json& body, std::string_view field);
/// True or false, or nothing.
Result<std::optional<bool>> optional_flag(const Json& body, std::string_view field);
/// A whole number between `least` and `most`, or nothing.
Result<std::optional<std::int64_t>> optional_number(const Json& body, std::string_view field,
                                                    std::int64_t least, std::int64_t most);
/// A field that is none of `known` was meant to say something: invalid_request, with the one that was meant.
/// So is a body without any.
Status only_fields(const Json& body, const std::vector<std::string>& known);
/// "The field "name" must be a text. Nothing was changed."
Error wrong_field(std::string_view field, std::string_view must);

}  // namespace roadcase::server
