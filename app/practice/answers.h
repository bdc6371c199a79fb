#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

#include "http/message.h"
#include "http/url.h"

namespace roadcase::practice {

/// A refusal in OAuth's words (RFC 6749 §4.1.2.1, §5.2).
struct OAuthError {
    int status = 400;
    std::string_view error;
    std::string_view description = {};
};
template <class T>
using OAuthResult = tl::expected<T, OAuthError>;

inline tl::unexpected<OAuthError> refuse(std::string_view error, std::string_view description,
                                         int status = 400) {
    return tl::make_unexpected(OAuthError{status, error, description});
}

http::Response json_answer(int status, std::string body);
http::Response error_answer(const OAuthError& error);
http::Response method_not_allowed(std::string allow);
/// 303, so that no browser repeats a POST at the target (RFC 9700 §4.12).
http::Response redirect_answer(std::string url);

}  // namespace roadcase::practice
