#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace roadcase::brokers {

/// What one token would be for, in the words of a grant.
struct Subject {
    std::string broker;  ///< its name
    std::string place;   ///< the channel; the user where there is no channel; may be empty
    std::string role;    ///< a role or a scope; "rtm", "chat" … where a service has no roles
};

/// Letters, digits, "-" and "_", at most 64.
bool is_broker_name(std::string_view text);

/// A grant on a key: "NAME/PLACE/ROLE", or "*" for everything. PLACE and ROLE may hold "*" for any run of
/// characters, also none. A place may hold slashes: the first and the last one of a grant divide it.
bool is_grant(std::string_view text);
bool allows(std::string_view grant, const Subject& subject);
bool any_allows(const std::vector<std::string>& grants, const Subject& subject);
/// Whether a grant speaks of this broker at all.
bool names_broker(const std::vector<std::string>& grants, std::string_view broker);

/// "*" stands for any run of characters, everything else for itself. Linear in time.
bool matches(std::string_view glob, std::string_view text);
bool any_matches(const std::vector<std::string>& globs, std::string_view text);

}  // namespace roadcase::brokers
