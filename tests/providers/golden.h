#pragma once

#include <string>
#include <vector>

#include "core/toml.h"
#include "http/message.h"
#include "providers/provider.h"

namespace roadcase::test {

/// One file of tests/providers/golden: what a provider documents that is sent and answered, written by hand.
struct Golden {
    TomlTable root;       ///< the whole file
    bool is_main = true;  ///< the preset's own file; else a variation of it, which says only what differs
    providers::Provider provider;  ///< the preset as this client sees it: changed, its variables filled in
    oauth::Client client;
};

/// The files' names without ".toml", in their order.
std::vector<std::string> golden_names();
Result<Golden> read_golden(const std::string& name);

/// A request as one text: its line, its header fields by name, its body.
std::string text_of(const http::Request& request);
/// The same of a table with line, headers and body. "Accept: application/json" and the Content-Type of a form
/// are not written in the files.
std::string wanted_text(TomlReader& reader);

}  // namespace roadcase::test
