#pragma once

#include <optional>
#include <string_view>
#include <vector>

namespace roadcase::web {

/// The bytes of a file of web/, by its name ("pages/add.html", "styles/base.css"); nothing when there is none.
std::optional<std::string_view> asset(std::string_view name);

/// The names of all, in order.
std::vector<std::string_view> asset_names();

}  // namespace roadcase::web
