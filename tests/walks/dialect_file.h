#pragma once

#include <optional>
#include <string>
#include <vector>

#include "practice/authorization_server.h"

namespace roadcase::test {

/// One provider as its documentation tells it, and what a walk through it must come to. Written by hand
/// (dialects/NAME.toml), never from the preset that it is to prove.
struct ProviderStory {
    std::string name;
    practice::PracticeSettings settings;
    std::string client;               ///< what a person writes below [client.NAME], as TOML
    std::vector<std::string> scopes;  ///< asked for, and granted
    std::string subject;              ///< who signs in, as Roadcase must call them
    std::string display_name;
    bool registers = false;       ///< nobody has an id: the program registers itself there
    bool renews = true;           ///< false: the access token has no end and stays
    bool validates = false;       ///< the provider demands to be asked once an hour
    std::string denial = "E204";  ///< the code of the message after "no"; empty: the browser never comes back
};

/// Reads dialects/NAME.toml; an error names the line.
Result<ProviderStory> read_story(const std::string& name);
/// Every dialects/*.toml, in order.
std::vector<std::string> story_names();

}  // namespace roadcase::test
