#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "practice/endpoints.h"

namespace roadcase::practice {

/// Who answers: a page for people, or a door.
using PageClerk = http::Response (*)(ServerState&, const Incoming&);
using Clerk = http::Response (*)(ServerState&, const Door&, const Incoming&);

/// nullptr: there is no such page.
PageClerk page_at(std::string_view path);
Clerk clerk_at(const Door& door);

/// What path and method leave to choose from.
struct Doors {
    std::vector<const Door*> fitting;
    std::vector<std::string> methods;  ///< of the path, whatever the request's
};
Doors doors_at(const Dialect& dialect, std::string_view path, const std::string& method);

/// The one whose grant_type is asked for; the first when there is none, which will say so.
const Door& choose(const std::vector<const Door*>& doors, const Incoming& request);

}  // namespace roadcase::practice
