#pragma once

#include "config/sections.h"

namespace roadcase::config {

/// What is read of one [broker.NAME].
struct BrokerReading {
    TomlReader& reader;
    const TomlTable& table;
    const Sources& sources;
    BrokerEntry& entry;
    std::vector<std::string>& warnings;
};

/// The keys of each kind: its settings, its secret, and what its places and roles are called.
void read_agora(BrokerReading& reading);
void read_operator_bearer(BrokerReading& reading);
void read_respoke(BrokerReading& reading);

/// "/live", "/users/me/tokens": segments of letters, digits and ".", "_", "~", "-" that are not ours.
bool is_free_address(std::string_view path);

/// A table as the JSON object that it says.
Json json_from(const TomlTable& table);

}  // namespace roadcase::config
