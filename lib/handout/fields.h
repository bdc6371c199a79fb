#pragma once

#include <span>
#include <string_view>

#include "core/result.h"
#include "core/secret.h"
#include "handout/material.h"

namespace roadcase::handout {

/// Of `roadcase://ACCOUNT/FIELD` and `run --env`:
/// access_token client_id token_type scope expires_at subject display_name authorization irc
std::span<const std::string_view> field_names();

/// One value, no line end. `authorization` has the header's first word in front, `irc` has `oauth:`,
/// `expires_at` is RFC 3339. invalid_request: no such field. not_found: this account has no such value.
Result<Secret> field_of(const Material& material, std::string_view field);

}  // namespace roadcase::handout
