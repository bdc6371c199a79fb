#pragma once

#include <string>
#include <vector>

#include "core/result.h"
#include "core/secret.h"
#include "handout/material.h"

namespace roadcase::cli {

/// A variable of the environment, as a program gets it.
struct Variable {
    std::string name;
    Secret value;
};

/// What an account's variables begin with. Every account has the name that its reference makes: TWITCH for
/// twitch, TWITCH_BOT for twitch/bot. The short TWITCH goes to the first of `accounts` that belongs to that
/// client when `twitch` itself is not among them.
struct Prefix {
    std::string text;
    std::string account;
};
/// `accounts` are references, each once. invalid_request when two make the same name (a/b and a_b).
Result<std::vector<Prefix>> prefixes_of(const std::vector<std::string>& accounts);

/// PREFIX_ACCESS_TOKEN, and PREFIX_CLIENT_ID where there is one. `materials` in the person's order.
Result<std::vector<Variable>> variables_of(const std::vector<const handout::Material*>& materials);

}  // namespace roadcase::cli
