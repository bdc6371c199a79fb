#pragma once

#include <string>

#include "core/result.h"
#include "store/records.h"

namespace roadcase::handout {

/// A [[link]] of config.toml made it.
bool is_configured(const store::LinkRecord& link);
/// What is stored as wrong with it, with the one next step.
Error problem_of(const store::LinkRecord& link);

/// E601: what stands there is not what was written last.
Error changed_by_another(const store::LinkRecord& link);
/// E601: something stood there before the first writing.
Error already_there(const store::LinkRecord& link);
Error kept_for_another(const store::LinkRecord& link);
Error written_in_configuration(const store::LinkRecord& link);
Error no_such_link(const std::string& path);
/// Nobody is signed in to its account yet, or any more.
Error waits_for_account(const store::LinkRecord& link);
/// Its account needs a person.
Error account_needs_person(const store::AccountRecord& account);

}  // namespace roadcase::handout
