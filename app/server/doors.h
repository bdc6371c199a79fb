#pragma once

#include <string>
#include <string_view>

#include "accounts/registry.h"

namespace roadcase::server {

/// "/auth/NAME", and the account to sign in again.
std::string door_of(std::string_view client, std::string_view account = {});

/// The provider sends no browser back to a plain http address, and ours is one: the person brings the address
/// where their browser lands.
bool is_finished_by_pasting(const accounts::ClientEntry& client, const std::string& public_url);

}  // namespace roadcase::server
