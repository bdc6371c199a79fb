#pragma once

#include <cstdint>
#include <string>

#include "dashboard/scripts_page.h"
#include "handout/links.h"
#include "store/records.h"

namespace roadcase::dashboard {

/// What the page of scripts shows of one key. `refused`: how often since the start.
ScriptRow script_row(const store::KeyRecord& key, std::int64_t refused, Time now);

/// What it shows of one file. `home`: paths below it begin with "~".
FileRow file_row(const handout::LinkState& link, const std::string& home, Time now);

/// An error of links, as the page says it: paths short, and no command where a button does it.
std::string file_problem(const Error& error, const std::string& home);

}  // namespace roadcase::dashboard
