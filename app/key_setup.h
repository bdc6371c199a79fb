#pragma once

#include "config/config.h"
#include "platform/paths.h"
#include "store/key_source.h"

namespace roadcase {

/// How this installation gets at the key of its saved data: config.toml, $CREDENTIALS_DIRECTORY/roadcase-key,
/// the passphrase from the file that ROADCASE_PASSPHRASE_FILE names or from the terminal. Asks nothing yet.
store::KeySettings key_settings(const platform::Paths& paths, const config::Config& config, Time now);

/// The same error; that of a wrong passphrase says which file it was read from.
Error with_passphrase_file(Error error);

}  // namespace roadcase
