#pragma once

#include <functional>
#include <map>
#include <string>

#include "http/message.h"
#include "practice/answers.h"
#include "practice/dialect.h"

namespace roadcase::practice {

/// What the placeholders of a template stand for, by name.
using Values = std::map<std::string, OrderedJson, std::less<>>;

/// The template with every {name} filled in. A text that is one placeholder becomes its value, number or
/// array; one without a value takes its member with it. Inside a longer text the value stands as text.
OrderedJson fill(const OrderedJson& shape, const Values& values);
http::Params fill(const Pairs& shape, const Values& values);
std::string fill(const std::string& shape, const Values& values);

/// {scope} {scope_or_empty} {scopes} {scope_commas}: the same scopes as text, array and list with commas.
void add_scope(Values& values, const std::string& scope);

/// A door's good answer: its template as JSON, or as a form for whoever GitHub gives one.
http::Response good_answer(const Door& door, const http::Headers& headers, const Values& values);

/// A refusal in the door's words, else the dialect's, with the challenge that RFC 6749 §5.2 and RFC 6750 §3
/// ask for.
http::Response refusal(const Dialect& dialect, const Door& door, const http::Headers& headers,
                       const OAuthError& error);

}  // namespace roadcase::practice
