#pragma once

#include <string_view>

#include "core/result.h"
#include "core/secret.h"

namespace roadcase::brokers::agora {

/// 32 hex digits, in either case.
bool is_hex32(std::string_view text);
/// What check(Credentials) says, without a copy of them.
Status check_credentials(std::string_view app_id, const Secret& certificate);
/// invalid_request: `why` says what is wrong with a token that was read.
tl::unexpected<Error> not_a_token(std::string why);

}  // namespace roadcase::brokers::agora
