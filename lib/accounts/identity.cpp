#include "accounts/identity.h"

#include "core/json.h"
#include "core/text.h"
#include "oauth/token.h"

namespace roadcase::accounts {
namespace {

constexpr std::size_t longest_subject = 255;
constexpr std::size_t longest_name = 100;

http::Request identity_request(const providers::Identity& identity, const std::string& client_id,
                               const Secret& access_token) {
    auto request = oauth::userinfo_request(identity.url, access_token);
    request.method = identity.method;
    if (!identity.headers.empty())
        for (auto& [name, value] :
             providers::fill_headers(identity.headers, access_token.reveal(), client_id))
            request.headers.set(std::move(name), std::move(value));
    if (identity.body.empty()) return request;
    request.body = identity.body;
    request.headers.set("Content-Type", "application/json");
    return request;
}

Error no_answer(const providers::Provider& provider, std::string why) {
    return make_error(ErrorKind::unavailable, "E404", provider.display_name + " did not say who signed in.",
                      std::move(why));
}

Result<Person> read_person(const providers::Provider& provider, const http::Response& response) {
    if (response.status != 200)
        return fail(no_answer(provider, "It answered with status " + std::to_string(response.status) + "."));
    const auto answer = parse_json(response.body);
    if (!answer) return fail(no_answer(provider, "The answer was not understood."));
    const auto subject = text_at_pointer(*answer, provider.identity.subject);
    if (!subject || subject->empty() || subject->size() > longest_subject || !is_vschar(*subject))
        return fail(no_answer(provider, "The answer holds no user id."));
    const auto name = text_at_pointer(*answer, provider.identity.display_name);
    return Person{*subject, name ? printable(*name, longest_name) : ""};
}

}  // namespace

Result<Person> learn_identity(http::Transport& transport, const providers::Provider& provider,
                              const std::string& client_id, const Secret& access_token) {
    if (provider.identity.url.empty()) return Person{};
    const auto request = identity_request(provider.identity, client_id, access_token);
    auto response = transport.send(request);
    if (!response) response = transport.send(request);
    if (!response) return fail(no_answer(provider, response.error().title));
    return read_person(provider, *response);
}

}  // namespace roadcase::accounts
