#include "practice/answers.h"

#include "core/json.h"

namespace roadcase::practice {

http::Response json_answer(int status, std::string body) {
    return {status, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, std::move(body)};
}

http::Response error_answer(const OAuthError& error) {
    OrderedJson body{{"error", error.error}};
    if (!error.description.empty()) body["error_description"] = error.description;
    return json_answer(error.status, dump(body));
}

http::Response method_not_allowed(std::string allow) {
    auto answer = error_answer({405, "invalid_request", "This method is not allowed here."});
    answer.headers.add("Allow", std::move(allow));
    return answer;
}

http::Response redirect_answer(std::string url) {
    return {303, {{"Location", std::move(url)}, {"Cache-Control", "no-store"}}, ""};
}

}  // namespace roadcase::practice
