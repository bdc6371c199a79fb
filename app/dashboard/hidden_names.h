#pragma once

#include <string>

#include "dashboard/world.h"

namespace roadcase::dashboard {

/// While names are hidden (UiChoice::hide_names) an account is called by its provider and a number: "Twitch
/// 1". This is the number, counted in the order of the list; empty while names are shown.
std::string number_of(World& world, const store::AccountRecord& record);

/// A sentence of ours that may name the person of an account: while names are hidden, with "Twitch 1"
/// instead.
std::string without_names(World& world, std::string text);

/// How a sign-in ended, the same.
accounts::Flow without_names(World& world, accounts::Flow flow);

}  // namespace roadcase::dashboard
