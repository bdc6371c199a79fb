#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "accounts/registry.h"
#include "store/records.h"

namespace roadcase::dashboard {

/// What is said of an account in this state: when it renews, why it does not, what comes next. `client` is
/// nullptr when the configuration no longer has it. Pure.
std::string words_of(std::string_view status, const store::AccountRecord& record, const std::string& provider,
                     const accounts::ClientEntry* client, Time now);

/// The page of ours where what is wrong can be set right; empty: there is none.
std::string mending_door(const store::AccountRecord& record, const accounts::ClientEntry* client);

/// With blanks between them; empty ones are left out.
std::string join_sentences(std::initializer_list<std::string> texts);

}  // namespace roadcase::dashboard
