#pragma once

#include <string>
#include <string_view>

namespace roadcase::accounts {

/// A person's public name for a page: printable, at most 80 bytes and an ellipsis; every e-mail address in
/// it, which some providers give for want of anything else, as "n•••@g•••.com". What nobody sees and what
/// turns the direction of writing is left out, so it may be empty.
std::string person_words(std::string_view name);

}  // namespace roadcase::accounts
