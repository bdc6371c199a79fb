#pragma once

#include <string>
#include <string_view>

namespace roadcase::accounts {

/// A person's public name for a page: printable, at most 80 characters; an e-mail address, which some
/// providers give for want of anything else, as "n•••@g•••.com".
std::string person_words(std::string_view name);

}  // namespace roadcase::accounts
