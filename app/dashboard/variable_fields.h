#pragma once

#include <map>
#include <string>

#include "providers/provider.h"

namespace roadcase::dashboard {

/// What a provider's variable is in its addresses.
enum class AddressPart {
    host,   ///< "https://{host}/…": a server of somebody's own
    begin,  ///< "{base_url}/…": all up to the path
    whole,  ///< "{issuer}": to the letter
    piece,  ///< anything further on: a tenant, a version
};

AddressPart part_of(const providers::Provider& provider, const std::string& variable);
/// The form's field for it.
std::string variable_field(const std::string& variable);
/// What a person meant who pasted from the address bar: "https://mastodon.social/" is the host
/// "mastodon.social".
std::string as_part(AddressPart part, std::string text);
/// What is wrong with it, in a sentence that holds nothing of it; empty: nothing.
std::string part_problem(AddressPart part, const std::string& text);
/// What to write, before anybody did.
std::string part_hint(AddressPart part);
/// With these values every address of the provider is one.
bool makes_addresses(const providers::Provider& provider, const std::map<std::string, std::string>& values);

}  // namespace roadcase::dashboard
