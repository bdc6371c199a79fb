#pragma once

#include <vector>

#include "core/clock.h"
#include "core/toml.h"
#include "http/message.h"
#include "oauth/server.h"

namespace roadcase::test {

/// When the answers arrive: 15 January 2027, 8:00 UTC.
inline const Time golden_now = from_unix(1'800'000'000);

/// The answer that a table writes down: status (200), content_type (JSON) and body.
http::Response answer_of(TomlReader& reader);
/// Nothing is wrong with what was read, and nothing was left.
void expect_all_read(TomlReader& reader);

/// Which kinds there were.
struct AnswersSeen {
    bool tokens = false;
    bool refresh_token = false;
    bool failure = false;
};

/// Each [[answer]] is read as it says: the tokens, or the failure and what is made of it.
AnswersSeen check_token_answers(const oauth::AuthorizationServer& server,
                                const std::vector<const TomlTable*>& tables);

}  // namespace roadcase::test
