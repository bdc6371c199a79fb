#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "http/url.h"

namespace roadcase::cli {

/// The options of the curl that is installed, as its own `curl --help all` lists them.
struct CurlOptions {
    std::map<std::string, bool, std::less<>> takes_value;  ///< by long name
    std::map<char, std::string> long_names;                ///< of the short ones
};
CurlOptions read_curl_help(std::string_view help);

/// A curl command line as curl will understand it.
struct CurlCall {
    std::vector<http::Url> urls;     ///< every address it asks, canonical
    std::vector<std::string> words;  ///< without the addresses
    std::vector<std::string> names;  ///< long names of its options
    bool any_host = false;           ///< ours
    bool reveal = false;             ///< ours

    bool has(std::string_view name) const;
};

/// Reads the words after the account. invalid_request for an option that this curl does not have (how many
/// words it takes would be a guess, and a guess could make an address of a value), for an address that is not
/// whole, and for none.
Result<CurlCall> read_curl_words(const std::vector<std::string>& words, const CurlOptions& options);

/// Refuses (`denied`) what would carry a token elsewhere than to `origins`: another host, http to another
/// computer, and options that send it along; without `shows`, options that print it, too.
Status check_curl_call(const CurlCall& call, const std::vector<std::string>& origins,
                       const std::string& provider, bool may_show);

}  // namespace roadcase::cli
