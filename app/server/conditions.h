#pragma once

#include <initializer_list>
#include <string_view>

#include "core/clock.h"
#include "server/exchange.h"

namespace roadcase::server {

// What a request's header says about the answer it wants.

/// The first media type of Accept that is offered; the first that is offered when it names none of them.
std::string_view chosen_type(const Request& request, std::initializer_list<std::string_view> offered);
/// If-None-Match names this entity tag, or any ("*"). Compared weakly (RFC 9110 §13.1.2).
bool has_entity_tag(const Request& request, std::string_view tag);
/// Prefer: wait=N (RFC 7240 §4.3), at most `longest`. Zero when it says nothing that is understood.
seconds preferred_wait(const Request& request, seconds longest);

}  // namespace roadcase::server
