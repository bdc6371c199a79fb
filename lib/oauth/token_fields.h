#pragma once

#include <optional>

#include "core/json.h"
#include "http/message.h"
#include "oauth/token.h"

namespace roadcase::oauth {

/// The body of a token answer as an object: JSON, or the form encoding of servers older than the standard
/// (then every value is a string), with what the server bends put where the standard has it. Nothing for
/// anything else.
std::optional<Json> read_fields(const http::Response& response, const AnswerForm& form);

/// The first non-empty text among these RFC 6901 pointers; "0" counts as empty, for servers that count
/// errors.
std::string first_text(const Json& fields, std::initializer_list<std::string_view> pointers);

/// A number, or text that is one.
std::optional<double> number_at(const Json& fields, std::string_view key);

/// A failure with what the answer's head says; of kind `unreadable` until read_error finds words.
TokenFailure failure_of(const http::Response& response, Time now);
/// The server's error, in the standard's place or its dialects', and in the standard's word where `form`
/// knows it.
void read_error(TokenFailure& failure, const Json& fields, const AnswerForm& form);

}  // namespace roadcase::oauth
