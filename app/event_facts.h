#pragma once

#include <string>
#include <vector>

namespace roadcase {

/// What a command that runs upon an event is told of it; texts as the API has them, empty where there is
/// none.
struct EventFacts {
    std::string id;
    std::string kind;
    std::string account;
    std::string code;
    std::string expires_at;  ///< RFC 3339
    std::string action_url;
    std::string text;
};

/// "ROADCASE_EVENT=token.renewed" and so on; all of them, so that none is left from elsewhere.
std::vector<std::string> as_environment(const EventFacts& facts);

}  // namespace roadcase
