#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "brokers/broker.h"
#include "brokers/grant.h"
#include "core/clock.h"
#include "core/result.h"
#include "http/message.h"

namespace roadcase::brokers {

/// What a token would be good for, beside its subjects.
struct Terms {
    std::string user;  ///< may be empty
    seconds ttl{0};
    std::vector<std::string> scopes;  ///< of services that have them
};

/// "May this one?", as the operator's own service or command is asked.
struct PermissionQuestion {
    std::string broker;             ///< its name
    std::vector<Subject> subjects;  ///< what is wanted; all of it or nothing
    Terms terms;
    std::string origin;  ///< of the page that asks; empty: no page
    std::string key;     ///< the name of the caller's key; empty: none
};

/// A yes, and what of the terms it changes. Nothing: as asked.
struct PermissionAnswer {
    std::optional<seconds> ttl;
    std::optional<std::vector<std::string>> scopes;
    std::optional<std::string> user;
};

/// POST with {"broker", "wants": [{"place", "role"}], "user", "ttl", "scopes", "origin", "key"}; origin and
/// key only where there are any. `forwarded`: of the caller's header fields those that it may see.
http::Request permission_request(const PermissionSettings& settings, const PermissionQuestion& question,
                                 const http::Headers& forwarded);
/// The same for a command's standard input, with "headers": {name: value} besides.
std::string permission_input(const PermissionQuestion& question, const http::Headers& forwarded);

/// 2xx is a yes: with an empty body, or a JSON object that may hold `ttl`, `scopes` and `user` (`userId`,
/// `user_id`) and whatever else. unauthorized_key: 401; denied: 403, or "allowed": false; unavailable:
/// anything else, for what cannot be understood is no yes.
Result<PermissionAnswer> read_permission(int status, std::string_view body);
/// The same for a command: 0 yes, 1 no, 2 not signed in, anything else could not be asked.
Result<PermissionAnswer> read_permission_of_command(int exit_status, std::string_view output);
/// unavailable (503), with the reason: nobody could be asked, so it is no yes.
Error permission_unknown(std::string why);

/// What is left of what was asked: the smaller ttl, the scopes that are in both, the user who was asked for,
/// or where none was, the answer's. Where no scopes were asked for, `subjects` are all or nothing: the role
/// of each must be in the answer's scopes. denied: another user, no scope left, a role that is not named.
/// Never more than was asked for.
Result<Terms> narrow(Terms asked, const std::vector<Subject>& subjects, const PermissionAnswer& answer);

}  // namespace roadcase::brokers
