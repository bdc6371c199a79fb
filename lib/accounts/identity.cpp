#include "accounts/identity.h"

#include "core/text.h"
#include "oauth/id_token.h"
#include "oauth/token.h"

namespace roadcase::accounts {
namespace {

constexpr std::size_t longest_subject = 255;
constexpr std::size_t longest_name = 100;

Error no_answer(const providers::Provider& provider, std::string why) {
    return make_error(ErrorKind::unavailable, "E404", provider.display_name + " did not say who signed in.",
                      std::move(why));
}

/// The text of the first pointer that leads to one.
std::string first_text(const Json& answer, const std::vector<std::string>& pointers) {
    for (const auto& pointer : pointers)
        if (const auto text = text_at_pointer(answer, pointer); text && !text->empty()) return *text;
    return {};
}

Result<Person> read_person(const providers::Provider& provider, const Json& answer) {
    const auto& identity = provider.identity;
    const auto subject = first_text(answer, identity.subject);
    if (subject.empty() || subject.size() > longest_subject || !is_vschar(subject))
        return fail(
            no_answer(provider, identity.nobody.empty() ? "The answer holds no user id." : identity.nobody));
    return Person{subject, printable(first_text(answer, identity.display_name), longest_name)};
}

Result<Json> read_answer(const providers::Provider& provider, const http::Response& response) {
    if (response.status != 200)
        return fail(no_answer(provider, "It answered with status " + std::to_string(response.status) + "."));
    auto answer = parse_json(response.body);
    if (!answer) return fail(no_answer(provider, "The answer was not understood."));
    return std::move(*answer);
}

Result<Json> ask(http::Transport& transport, const providers::Provider& provider, const oauth::Client& client,
                 const Secret& access_token) {
    const auto& server = provider.server;
    const auto request = oauth::make_request(provider.identity.request, server.userinfo_endpoint, server,
                                             client, {{"access_token", access_token.reveal()}});
    auto response = transport.send(request);
    if (!response) response = transport.send(request);
    if (!response) return fail(no_answer(provider, response.error().title));
    return read_answer(provider, *response);
}

/// One that was given with the token answer: it must be the person the ID token names.
Result<Person> read_userinfo(const providers::Provider& provider, const Result<Json>& answer,
                             const Json& claims) {
    if (!answer) return read_person(provider, claims);
    const auto subject = string_at(*answer, "sub");
    if (subject && subject != string_at(claims, "sub"))
        return fail(oauth::proof_does_not_hold("The provider named two different persons."));
    return subject ? read_person(provider, *answer) : read_person(provider, claims);
}

}  // namespace

Result<Person> learn_identity(http::Transport& transport, const providers::Provider& provider,
                              const oauth::Client& client, const oauth::TokenSet& tokens,
                              const std::optional<Json>& claims) {
    using Source = providers::Identity::Source;
    const auto& identity = provider.identity;
    if (identity.from == Source::answer)
        return read_person(provider, parse_json(tokens.raw.reveal()).value_or(Json()));
    if (identity.from == Source::id_token) return read_person(provider, claims.value_or(Json()));
    const bool has_url = !identity.request.url.empty();
    if (!has_url && provider.server.userinfo_endpoint.empty())
        return claims ? read_person(provider, *claims) : Person{};
    const auto answer = ask(transport, provider, client, tokens.access_token);
    if (claims && !has_url) return read_userinfo(provider, answer, *claims);
    return answer ? read_person(provider, *answer) : fail(answer.error());
}

bool contradicts(const Error& error) {
    return error.code == oauth::proof_does_not_hold({}).code;
}

}  // namespace roadcase::accounts
